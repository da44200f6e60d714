import pg from 'pg';
import { EmbeddedSocket } from './embedded-socket.js';
import type { ProtocolEngine } from './protocol-engine.js';
import { SharedBackend } from './shared-backend.js';

/**
 * A `pg.Pool` of up to `max` sessions that share the one backend of `engine`. Statements run one at a time, and while
 * a session is in a transaction the others wait. Ending the pool does not close the engine.
 */
export function createEmbeddedPool(engine: ProtocolEngine, { max }: { max: number }): pg.Pool {
  const backend = new SharedBackend(engine);
  return new pg.Pool({
    stream: () => new EmbeddedSocket(backend),
    max,
    // An idle session costs nothing, and making it anew would prepare its statements again.
    idleTimeoutMillis: 0,
    // Given here so that PGHOST, PGSSLMODE and their like are not looked up.
    host: 'embedded',
    port: 5432,
    user: 'postgres',
    database: 'postgres',
    ssl: false,
  });
}
