import { createHash, timingSafeEqual } from 'node:crypto';
import { type Config, isLoopback } from '../config.js';
import { ForbiddenError, UnauthenticatedError } from '../shared/errors.js';

/** Who sent a request. */
export interface Caller {
  readonly ownerId: string;
  /** May use what is meant for trusted services only. */
  readonly internal: boolean;
}

export interface Credentials {
  readonly headers: Headers;
  readonly url: URL;
  /** The address at the other end of the connection; null when it is not known. */
  readonly remoteAddress: string | null;
}

const LOCAL_OWNER = 'local';

/**
 * Who the caller is. With INTERNAL_TOKEN it is a trusted service that acts as `local` or as `?owner=`; with one of
 * API_TOKENS it is that token's owner; where no tokens are set everyone is `local`.
 * Throws an `UnauthenticatedError` for a missing or wrong token, and a `ForbiddenError` for an anonymous request that
 * reached a loopback server under a foreign name.
 */
export function identifyCaller(config: Config, request: Credentials): Caller {
  const token = bearerToken(request.headers);
  if (token !== null && config.internalToken !== null && isSameSecret(token, config.internalToken)) {
    return { ownerId: actingOwner(request.url), internal: true };
  }
  if (config.apiTokens !== null) {
    // Every token is compared, so that the time taken does not tell which one was nearly right.
    const matches = config.apiTokens.filter((known) => token !== null && isSameSecret(token, known.token));
    const [match] = matches;
    if (match === undefined) throw new UnauthenticatedError();
    return { ownerId: match.ownerId, internal: false };
  }
  refuseForeignHost(config, request.headers);
  const internal = config.internalToken === null && isDirectLoopback(request);
  return { ownerId: internal ? actingOwner(request.url) : LOCAL_OWNER, internal };
}

/** Throws a `ForbiddenError` with the way out unless the caller is a trusted service. */
export function requireInternal(caller: Caller): void {
  if (caller.internal) return;
  throw new ForbiddenError(
    'This is for trusted services only. Send "Authorization: Bearer <INTERNAL_TOKEN>", or, where neither INTERNAL_TOKEN nor API_TOKENS is set, call it from the same machine without a proxy.',
  );
}

function bearerToken(headers: Headers): string | null {
  return /^Bearer +(\S+) *$/i.exec(headers.get('authorization') ?? '')?.[1] ?? null;
}

/** Compares digests: their lengths are equal, so neither content nor length shows in the time taken. */
function isSameSecret(given: string, expected: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

function actingOwner(url: URL): string {
  return url.searchParams.get('owner')?.trim() || LOCAL_OWNER;
}

/** A web page may point a name of its own at 127.0.0.1 and then call us as if it were its own server. */
function refuseForeignHost(config: Config, headers: Headers): void {
  if (!isLoopback(config.host) || isLoopbackName(headers.get('host'))) return;
  throw new ForbiddenError(
    `This server serves its own machine only, and was addressed as "${headers.get('host') ?? ''}". Use http://localhost:${config.port}, or set API_TOKENS to serve other names.`,
  );
}

function isDirectLoopback({ headers, remoteAddress }: Credentials): boolean {
  const forwarded = [...headers.keys()].some((name) => name === 'forwarded' || name.startsWith('x-forwarded-'));
  const address = remoteAddress?.replace(/^::ffff:/, '') ?? '';
  return !forwarded && isLoopback(address) && isLoopbackName(headers.get('host'));
}

function isLoopbackName(hostHeader: string | null): boolean {
  const name = (hostHeader ?? '')
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1');
  return isLoopback(name) || name.endsWith('.localhost');
}
