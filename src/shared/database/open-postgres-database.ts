import pg from 'pg';
import type { Logger } from 'pino';
import { StartupError } from '../errors.js';
import type { Database } from './database.js';
import { reasonOf } from './failure-log.js';
import { openPrisma } from './open-prisma.js';
import { ServerWatch } from './server-watch.js';
import { supervisePool } from './supervise-pool.js';

/** How long a request waits for a free connection while the server answers; one that does not is noticed much sooner. */
const CONNECTION_TIMEOUT_MS = 30_000;
/** A server that vanished closes nothing: connections that only listen would wait for ever. */
const ASK_AFTER_SILENCE_MS = 10_000;
/** Nor does a machine that vanished: the server asks after it, and gives up what it has locked within half a minute. */
const ASK_AFTER_SILENT_CLIENTS =
  'set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3';
const OLDEST_SERVER = { versionNumber: 150_000, name: 'PostgreSQL 15' };

interface Options {
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly log?: Logger;
}

interface Server {
  readonly version: string;
  readonly version_number: number;
  /** Of pgvector; null when the server does not have it. */
  readonly vector_version: string | null;
}

/** Opens a pool on the PostgreSQL at `databaseUrl`. Throws a `StartupError`, never with the password, when it will not do. */
export async function openPostgresDatabase({ databaseUrl, poolSize, log }: Options): Promise<Database> {
  const place = placeOf(databaseUrl);
  const watch = new ServerWatch(databaseUrl, log);
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    stream: watch.openSocket,
    max: poolSize,
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: ASK_AFTER_SILENCE_MS,
    application_name: 'agent-backend',
    onConnect: (client) => client.query(ASK_AFTER_SILENT_CLIENTS),
  });
  const endPool = supervisePool(pool, { log, watch });
  try {
    const server = await askServer(pool, place);
    requireFeatures(server, place);
    const prisma = openPrisma(pool);
    let closing: Promise<void> | null = null;
    return {
      kind: 'postgres',
      pool,
      prisma,
      description: `PostgreSQL ${server.version} at ${place}, pgvector ${server.vector_version}`,
      failed: new Promise(() => undefined),
      announceUrl: async () => undefined,
      close: () => {
        closing ??= prisma.$disconnect().then(endPool);
        return closing;
      },
    };
  } catch (error) {
    await endPool();
    throw error;
  }
}

/** Host, port and database: what of a URL may be shown. */
function placeOf(databaseUrl: string): string {
  try {
    const url = new URL(databaseUrl);
    // Decoded here because pg does it too, and fails on a stray percent sign with the URL in its error.
    decodeURIComponent(url.username + url.password);
    const host = url.hostname || url.searchParams.get('host') || 'localhost';
    return `${host}:${url.port || '5432'}${url.pathname}`;
  } catch {
    // The error is left out on purpose: it carries the URL, password included.
    throw new StartupError(
      'DATABASE_URL is not a valid URL. It must read postgresql://user:password@host:port/database, with special characters of the password percent-encoded.',
    );
  }
}

async function askServer(pool: pg.Pool, place: string): Promise<Server> {
  try {
    const { rows } = await pool.query<Server>(`
      SELECT current_setting('server_version') AS version,
             current_setting('server_version_num')::int AS version_number,
             (SELECT coalesce(installed_version, default_version)
                FROM pg_available_extensions WHERE name = 'vector') AS vector_version`);
    const [server] = rows;
    if (server === undefined) throw new Error('it gave no answer to a query');
    return server;
  } catch (error) {
    throw new StartupError(
      `PostgreSQL at ${place} cannot be used: ${reasonOf(error)}. Check DATABASE_URL and that the server runs and lets this user in, or leave DATABASE_URL empty for the embedded database.`,
    );
  }
}

function requireFeatures(server: Server, place: string): void {
  if (server.version_number < OLDEST_SERVER.versionNumber) {
    throw new StartupError(
      `The server at ${place} is PostgreSQL ${server.version}; ${OLDEST_SERVER.name} or newer is needed.`,
    );
  }
  if (server.vector_version === null) {
    throw new StartupError(
      `PostgreSQL at ${place} does not have the extension "vector" (pgvector). Install the pgvector package for PostgreSQL ${server.version} on that server, or use an image that has it.`,
    );
  }
}
