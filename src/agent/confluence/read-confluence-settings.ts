import { StartupError, shorten } from '../../shared/errors.js';
import type { ConfluenceCredentials, ConfluenceSettings } from './confluence-settings.js';

/** The variables as they are set; undefined where one is not. */
export interface ConfluenceVariables {
  readonly CONFLUENCE_BASE_URLS?: string;
  readonly CONFLUENCE_TOKEN?: string;
  readonly CONFLUENCE_USER?: string;
  readonly CONFLUENCE_API_TOKEN?: string;
  readonly CONFLUENCE_CREDENTIALS?: string;
}

/**
 * Null when no base URL is set. Throws a `StartupError` that names the variable that is wrong, and never repeats a
 * credential.
 */
export function readConfluenceSettings(
  variables: ConfluenceVariables,
  caFile: string | null,
): ConfluenceSettings | null {
  if (variables.CONFLUENCE_BASE_URLS === undefined) return null;
  const bases = entriesOf(variables.CONFLUENCE_BASE_URLS).map(parseBaseUrl);
  const usual = usualCredentials(variables);
  const own = ownCredentials(variables.CONFLUENCE_CREDENTIALS ?? '');
  for (const origin of own.keys()) {
    if (bases.some((base) => base.origin === origin)) continue;
    throw new StartupError(`CONFLUENCE_CREDENTIALS has an entry for ${origin}, which CONFLUENCE_BASE_URLS does not.`);
  }
  const sites = bases.map((base) => ({ ...base, credentials: own.has(base.origin) ? own.get(base.origin) : usual }));
  return { sites: sites.map((site) => ({ ...site, credentials: site.credentials ?? null })), caFile };
}

function entriesOf(list: string): string[] {
  return list
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

function parseBaseUrl(entry: string): { origin: string; basePath: string | null } {
  const url = URL.canParse(entry) ? new URL(entry) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    // What stands before an "@" may be a password.
    const found = entry.includes('@') ? '' : `, not ${JSON.stringify(shorten(entry))}`;
    throw new StartupError(
      `CONFLUENCE_BASE_URLS must be comma-separated http(s) URLs without a user, as https://acme.atlassian.net/wiki or https://wiki.example.com:8443/confluence${found}.`,
    );
  }
  if (url.search !== '' || url.hash !== '') {
    throw new StartupError(`CONFLUENCE_BASE_URLS has ${url.origin} with more than a path: end it where Confluence is.`);
  }
  const path = url.pathname.replace(/\/+$/, '');
  const isCloud = url.hostname.endsWith('.atlassian.net');
  return { origin: url.origin, basePath: path === '' ? (isCloud ? '/wiki' : null) : path };
}

function usualCredentials(variables: ConfluenceVariables): ConfluenceCredentials | null {
  const { CONFLUENCE_TOKEN: token, CONFLUENCE_USER: user, CONFLUENCE_API_TOKEN: apiToken } = variables;
  if ((user === undefined) !== (apiToken === undefined)) {
    throw new StartupError('CONFLUENCE_USER and CONFLUENCE_API_TOKEN belong together: set both or neither.');
  }
  if (user === undefined || apiToken === undefined) return token === undefined ? null : { kind: 'bearer', token };
  if (token === undefined) return { kind: 'basic', user, apiToken };
  throw new StartupError(
    'CONFLUENCE_TOKEN and CONFLUENCE_USER are both set: unset one, or say in CONFLUENCE_CREDENTIALS which origin takes which.',
  );
}

/** `https://wiki.example.com=bearer:TOKEN`, `https://acme.atlassian.net=basic:USER:TOKEN`, `https://open.example=none`. */
function ownCredentials(list: string): Map<string, ConfluenceCredentials | null> {
  return new Map(
    entriesOf(list).map((entry, index) => {
      const [, url = '', kind = '', rest = ''] = /^(https?:\/\/[^=]+)=(bearer|basic|none)(?::(.+))?$/.exec(entry) ?? [];
      const credentials = credentialsOf(kind, rest);
      if (credentials !== undefined && URL.canParse(url)) return [new URL(url).origin, credentials];
      throw new StartupError(
        `CONFLUENCE_CREDENTIALS: entry ${index + 1} must be ORIGIN=bearer:TOKEN, ORIGIN=basic:USER:TOKEN or ORIGIN=none.`,
      );
    }),
  );
}

/** Undefined for what is none of the three forms. */
function credentialsOf(kind: string, rest: string): ConfluenceCredentials | null | undefined {
  if (kind === 'none') return rest === '' ? null : undefined;
  if (!/^[\x21-\x7e]+$/.test(rest)) return undefined;
  if (kind === 'bearer') return { kind, token: rest };
  const colon = rest.indexOf(':');
  if (kind !== 'basic' || colon < 1 || colon === rest.length - 1) return undefined;
  return { kind, user: rest.slice(0, colon), apiToken: rest.slice(colon + 1) };
}
