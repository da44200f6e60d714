import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { DatabasePlace } from '../../kit/database-template.js';

export interface DatabaseSize {
  readonly bytes: number;
  /** By table; null where nobody else may look while the server runs: embedded. */
  readonly rows: Readonly<Record<string, number>> | null;
}

const TABLES = ['dialog_sessions', 'agent_tasks', 'chat_messages', 'stream_events', 'stream_heads', 'file_contents'];
const ALSO = ['rag_index_jobs', 'rag_index_job_files', 'rag_chunks', 'embedding_cache', 'idempotency_keys'];
const QUEUES = ['langgraph.checkpoints', 'langgraph.checkpoint_blobs', 'graphile_worker._private_job_queues'];

/** Of a server's database while it runs. */
export async function databaseSize({ databaseUrl, dataDir }: DatabasePlace): Promise<DatabaseSize> {
  if (databaseUrl === null) return { bytes: await bytesOf(join(dataDir, 'database', 'base')), rows: null };
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    // What a server does by itself once a minute: a run is so short that it would matter when.
    await client.query('vacuum analyze');
    const { rows } = await client.query<{ bytes: string }>(
      'select pg_database_size(current_database())::text as bytes',
    );
    const counts = [...TABLES, ...ALSO, ...QUEUES].map(
      (name) => `select '${name}' as name, count(*)::int as rows from ${name}`,
    );
    const counted = await client.query<{ name: string; rows: number }>(counts.join(' union all '));
    return {
      bytes: Number(rows[0]?.bytes),
      rows: Object.fromEntries(counted.rows.map(({ name, rows }) => [name, rows])),
    };
  } finally {
    await client.end();
  }
}

async function bytesOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(({ parentPath, name }) =>
      stat(join(parentPath, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
