import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { bindServer, urlOf, whyNotBound } from './bind-server.js';
import { StartupError } from './shared/errors.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

function newServer(): Server {
  const server = createServer();
  servers.push(server);
  return server;
}

test('gives the URL with the port that it was given', async () => {
  const server = newServer();
  const url = await bindServer(server, { host: '127.0.0.1', port: 0 });
  expect(url).toBe(`http://localhost:${(server.address() as AddressInfo).port}`);
});

test.each([
  ['127.0.0.1', 'http://localhost:15000'],
  ['0.0.0.0', 'http://localhost:15000'],
  ['::', 'http://localhost:15000'],
  ['::1', 'http://[::1]:15000'],
  ['192.0.2.7', 'http://192.0.2.7:15000'],
  ['agents.example.com', 'http://agents.example.com:15000'],
])('a server on %s is reached at %s', (host, url) => {
  expect(urlOf({ host, port: 15000 })).toBe(url);
});

test('a port that is taken, an address of another machine and an unknown name are refused with a way out', async () => {
  const first = newServer();
  await bindServer(first, { host: '127.0.0.1', port: 0 });
  const { port } = first.address() as AddressInfo;
  const refused = (host: string, onPort = 0) => bindServer(newServer(), { host, port: onPort });
  await expect(refused('127.0.0.1', port)).rejects.toThrow(
    new StartupError(`Port ${port} on 127.0.0.1 is taken. Stop what listens there, or set PORT to another one.`),
  );
  await expect(refused('192.0.2.1')).rejects.toThrow(
    /^HOST is 192\.0\.2\.1, which is no address of this machine\. Set /,
  );
  await expect(refused('192.0.2.1')).rejects.toThrow(StartupError);
  await expect(refused('nowhere.invalid')).rejects.toThrow(/^HOST is nowhere\.invalid, a name for which .* Set /);
  await expect(refused('nowhere.invalid')).rejects.toThrow(StartupError);
});

test('a port that the account may not use is refused with a way out, and what is unexpected stays itself', () => {
  const place = { host: '127.0.0.1', port: 80 };
  const denied = whyNotBound(Object.assign(new Error('listen EACCES'), { code: 'EACCES' }), place);
  expect(denied).toBeInstanceOf(StartupError);
  expect(denied.message).toMatch(/^This account may not listen on port 80 of 127\.0\.0\.1\. Set PORT /);
  const unexpected = new Error('unexpected');
  expect(whyNotBound(unexpected, place)).toBe(unexpected);
});
