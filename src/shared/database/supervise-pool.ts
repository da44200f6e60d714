import { setTimeout as delay } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import type { Logger } from 'pino';
import { ofConnecting, ofStatement } from './database-failure.js';
import { aroundCall } from './driver-call.js';
import { failureLog } from './failure-log.js';
import type { ServerWatch } from './server-watch.js';

/** How long connections that are still in use may take to be given back. Milliseconds. */
const GRACE_MS = 2_000;

interface Options {
  readonly log?: Logger;
  /** Told of every call, so that it asks after a server that does not answer. */
  readonly watch?: ServerWatch;
}

/**
 * Prepares a pool for long-lived use: a connection that breaks is logged, not fatal, and what fails because of the
 * database's state fails with a `DatabaseFailure`, whoever uses the pool.
 * Gives a function that ends the pool whatever its users do: `pool.end()` alone waits for ever for a connection that
 * is never given back. After a grace period such connections are broken off.
 */
export function supervisePool(pool: Pool, { log, watch }: Options = {}): () => Promise<void> {
  const open = new Set<PoolClient>();
  let ending = false;
  const begin = () => watch?.begin() ?? nothing;
  const told = failureLog(log);
  const breaks = new WeakSet<object>();
  pool.connect = aroundCall(pool.connect.bind(pool) as never, {
    begin,
    failure: (error) => told(ofConnecting(error)),
  }) as Pool['connect'];
  // It tells of a break itself, past the connection's own `query`.
  pool.query = aroundCall(pool.query.bind(pool) as never, {
    failure: (error) => (breaks.has(error as object) ? told(ofStatement(error, true)) : error),
  }) as Pool['query'];
  pool.on('error', ({ message }) => log?.warn(`An idle database connection broke: ${message}`));
  pool.on('connect', (client) => {
    open.add(client);
    let broken = false;
    // Without a listener of its own, a break while the connection is in use would end the process.
    client.on('error', (error) => {
      broken = true;
      breaks.add(error);
      log?.debug(`A database connection broke: ${error.message}`);
    });
    client.on('end', () => {
      broken = true;
    });
    client.query = aroundCall(client.query.bind(client) as never, {
      begin,
      failure: (error) => told(ofStatement(error, broken || ending)),
    }) as PoolClient['query'];
  });
  pool.on('remove', (client) => open.delete(client));
  return async () => {
    ending = true;
    watch?.stop();
    const graceOver = new AbortController();
    const ended = pool.end().finally(() => graceOver.abort());
    const overdue = delay(GRACE_MS, undefined, { signal: graceOver.signal }).then(
      () => Promise.all(Array.from(open, (client) => endClient(client))),
      () => undefined,
    );
    await Promise.race([ended, overdue]);
  };
}

/** The pool's type hides that its clients can be ended one by one. */
function endClient(client: PoolClient): Promise<void> {
  return (client as PoolClient & { end(): Promise<void> }).end();
}

const nothing = () => undefined;
