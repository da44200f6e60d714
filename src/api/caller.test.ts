import { describe, expect, test } from 'vitest';
import { readConfig } from '../config.js';
import { ForbiddenError, UnauthenticatedError } from '../shared/errors.js';
import { identifyCaller } from './caller.js';

const ANNA = 'anna-token-0123456789';
const INTERNAL = 'internal-token-0123456789';

interface Given {
  readonly headers?: Record<string, string>;
  readonly path?: string;
  readonly remoteAddress?: string | null;
}

function identify(environment: Record<string, string>, { headers, path = '/', remoteAddress = '127.0.0.1' }: Given) {
  return identifyCaller(readConfig(environment), {
    headers: new Headers({ host: 'localhost:15000', ...headers }),
    url: new URL(`http://localhost${path}`),
    remoteAddress,
  });
}

describe('without any tokens', () => {
  test('a caller on the same machine is local and trusted, and may act as another owner', () => {
    expect(identify({}, {})).toEqual({ ownerId: 'local', internal: true });
    expect(identify({}, { path: '/?owner=anna', remoteAddress: '::ffff:127.0.0.1' })).toEqual({
      ownerId: 'anna',
      internal: true,
    });
  });

  test('a caller behind a proxy or on another machine is not trusted', () => {
    const untrusted = { ownerId: 'local', internal: false };
    expect(identify({}, { path: '/?owner=anna', headers: { 'x-forwarded-for': '10.0.0.1' } })).toEqual(untrusted);
    expect(identify({}, { headers: { forwarded: 'for=10.0.0.1' } })).toEqual(untrusted);
    expect(identify({}, { remoteAddress: '10.0.0.1' })).toEqual(untrusted);
    expect(identify({}, { remoteAddress: null })).toEqual(untrusted);
  });

  test('a request under a name that is not of this machine is refused with the way out', () => {
    expect(() => identify({}, { headers: { host: 'evil.example' } })).toThrow(ForbiddenError);
    expect(() => identify({}, { headers: { host: 'localhost.evil.example:15000' } })).toThrow(/API_TOKENS/);
    for (const host of ['localhost', '127.0.0.1:15000', '[::1]:15000', 'app.localhost']) {
      expect(identify({}, { headers: { host } }).ownerId).toBe('local');
    }
  });

  test('a server that serves other machines on purpose takes any name', () => {
    const environment = { HOST: '0.0.0.0', ALLOW_ANONYMOUS: 'true' };
    const caller = identify(environment, { headers: { host: 'agents.example' }, remoteAddress: '10.0.0.1' });
    expect(caller).toEqual({ ownerId: 'local', internal: false });
  });
});

describe('with API_TOKENS', () => {
  const environment = { API_TOKENS: `anna:${ANNA},ben:ben-token-0123456789` };

  test('a token names its owner, from any host', () => {
    const headers = { authorization: `Bearer ${ANNA}`, host: 'agents.example' };
    expect(identify(environment, { headers, path: '/?owner=ben' })).toEqual({ ownerId: 'anna', internal: false });
  });

  test('no token, a wrong one or another scheme is refused', () => {
    expect(() => identify(environment, {})).toThrow(UnauthenticatedError);
    expect(() => identify(environment, { headers: { authorization: `Bearer ${ANNA}x` } })).toThrow(
      UnauthenticatedError,
    );
    expect(() => identify(environment, { headers: { authorization: `Basic ${ANNA}` } })).toThrow(UnauthenticatedError);
  });
});

describe('with INTERNAL_TOKEN', () => {
  test('its bearer is trusted and acts as local or as the owner it names', () => {
    const headers = { authorization: `Bearer ${INTERNAL}`, host: 'agents.example' };
    const environment = { INTERNAL_TOKEN: INTERNAL, API_TOKENS: `anna:${ANNA}` };
    expect(identify(environment, { headers })).toEqual({ ownerId: 'local', internal: true });
    expect(identify(environment, { headers, path: '/?owner=anna' })).toEqual({ ownerId: 'anna', internal: true });
  });

  test('a caller on the same machine is no longer trusted without it', () => {
    expect(identify({ INTERNAL_TOKEN: INTERNAL }, {})).toEqual({ ownerId: 'local', internal: false });
  });
});
