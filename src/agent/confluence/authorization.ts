import type { ConfluenceCredentials } from './confluence-settings.js';

export function authorizationOf(credentials: ConfluenceCredentials | null): Readonly<Record<string, string>> {
  if (credentials === null) return {};
  return {
    authorization: credentials.kind === 'bearer' ? `Bearer ${credentials.token}` : `Basic ${pair(credentials)}`,
  };
}

/** What must not stand in an error or a log. */
export function secretsOf(credentials: ConfluenceCredentials | null): readonly string[] {
  if (credentials === null) return [];
  return credentials.kind === 'bearer' ? [credentials.token] : [credentials.apiToken, pair(credentials)];
}

function pair({ user, apiToken }: { readonly user: string; readonly apiToken: string }): string {
  return Buffer.from(`${user}:${apiToken}`, 'utf8').toString('base64');
}
