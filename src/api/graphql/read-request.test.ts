import { expect, test } from 'vitest';
import { ReadRequest } from './read-request.js';

function received(): ReadRequest {
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip', 'content-length': '9' };
  const given = new Request('http://localhost/graphql?a=1', { method: 'POST', headers, body: 'compressed' });
  return new ReadRequest(given, '{"query":"{ я }"}');
}

test('is the request that was received, less what is said of the encoded body', () => {
  const { url, method, headers } = received();
  expect([url, method, [...headers]]).toEqual([
    'http://localhost/graphql?a=1',
    'POST',
    [['content-type', 'application/json']],
  ]);
});

test('gives the body as text or parsed, and once only', async () => {
  const one = received();
  expect(await one.json()).toEqual({ query: '{ я }' });
  await expect(one.text()).rejects.toThrow('read before');
  const other = received();
  expect(await other.text()).toBe('{"query":"{ я }"}');
  await expect(other.json()).rejects.toThrow('read before');
});

test('is cut off with the request that was received', () => {
  const gone = new AbortController();
  const request = new ReadRequest(new Request('http://localhost/', { method: 'POST', signal: gone.signal }), '');
  gone.abort();
  expect(request.signal.aborted).toBe(true);
});
