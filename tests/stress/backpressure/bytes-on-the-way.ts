import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';

/** Address and port of both ends in hexadecimal, a state, then the bytes waiting to be sent and to be read. */
const CONNECTION = /^ *\d+: \w+:(\w+) \w+:(\w+) \w+ (\w+):(\w+)/;

/**
 * Bytes that the system holds of a connection on loopback, sent by the server and not yet read by the client. Null where
 * the system does not tell (it is Linux that does).
 */
export async function bytesOnTheWay(sockets: readonly Socket[]): Promise<readonly number[] | null> {
  const connections = await readFile('/proc/net/tcp', 'utf8').catch(() => null);
  if (connections === null) return null;
  const held = new Map<number, number>();
  for (const line of connections.split('\n')) {
    const [, local, remote, sending, received] = CONNECTION.exec(line) ?? [];
    if (local === undefined || remote === undefined) continue;
    add(held, local, received);
    add(held, remote, sending);
  }
  return sockets.map(({ localPort = 0 }) => held.get(localPort) ?? 0);
}

function add(held: Map<number, number>, port: string, bytes = '0'): void {
  const number = Number.parseInt(port, 16);
  held.set(number, (held.get(number) ?? 0) + Number.parseInt(bytes, 16));
}
