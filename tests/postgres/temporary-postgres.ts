import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { BuildError, librariesOf } from './build-postgres.js';

const START_LIMIT_MS = 30_000;
/** Nothing here outlives the run, so nothing needs to reach the disk. */
const SETTINGS = ['fsync=off', 'full_page_writes=off', 'max_connections=200', 'listen_addresses=127.0.0.1'];

export interface TemporaryPostgres {
  /** Of a superuser. */
  readonly url: string;
  /** Ends the server, whoever is connected, and removes its data. May be called twice. */
  stop(): Promise<void>;
}

/** Starts a new, empty PostgreSQL from the programs in `bin`, on a free port of loopback. */
export async function startTemporaryPostgres(bin: string): Promise<TemporaryPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'test-postgres-'));
  const user = await unprivilegedUser(folder);
  const options = { ...user, env: { ...process.env, LD_LIBRARY_PATH: librariesOf(bin) } };
  const data = join(folder, 'data');
  const setUp = ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C.UTF-8'];
  await promisify(execFile)(join(bin, 'initdb'), setUp, options).catch(async (error) => {
    await rm(folder, { recursive: true, force: true });
    throw new BuildError(`initdb failed: ${(error as { stderr?: string }).stderr || error.message}`);
  });
  const port = await freePort();
  const args = ['-D', data, '-p', String(port), '-k', folder, ...SETTINGS.flatMap((setting) => ['-c', setting])];
  // In a group of its own: Ctrl-C ends the tests first, and the server after them.
  const server = spawn(join(bin, 'postgres'), args, {
    ...options,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  server.stderr.on('data', (chunk: Buffer) => {
    said = `${said}${chunk}`.slice(-2_000);
  });
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
  let stopping: Promise<void> | null = null;
  const stop = () => {
    stopping ??= end(server).then(() => rm(folder, { recursive: true, force: true }));
    return stopping;
  };
  if (await answers(url, server)) return { url, stop };
  await stop();
  throw new BuildError(`PostgreSQL did not start:\n${said}`);
}

/** PostgreSQL refuses to run as root; then `nobody` runs it, who is given the folder. */
async function unprivilegedUser(folder: string): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' })));
  if (uid === undefined || gid === undefined) return {};
  await chown(folder, uid, gid);
  return { uid, gid };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

async function answers(url: string, server: ChildProcess): Promise<boolean> {
  const deadline = performance.now() + START_LIMIT_MS;
  while (server.exitCode === null && performance.now() < deadline) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return true;
    } catch {
      await sleep(50);
    }
  }
  return false;
}

/** SIGINT is PostgreSQL's fast shutdown: it breaks the connections that are still there. */
async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exited = once(server, 'exit');
  server.kill('SIGINT');
  await exited;
}
