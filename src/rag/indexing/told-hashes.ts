import type { IndexJobKind, StagedOperation } from '../../generated/prisma/enums.js';
import type { Sql } from '../../shared/database/sql.js';

/** A job that is CANCELLING never ends otherwise: what it was given will not come. */
const PENDING = `j.session_id = $1 and j.status in ('QUEUED', 'RUNNING')`;

interface PendingJob {
  id: string;
  kind: IndexJobKind;
}

interface PendingEntry {
  job_id: string;
  operation: StagedOperation;
  path: string;
  new_path: string | null;
  content_hash: string | null;
}

/**
 * The hash of each path as the client last told it, null where there is no such file: what the session's version shows,
 * and on top of it what the jobs that have not ended will make of it, in their order. Call it under the session's lock,
 * or a job that ends meanwhile may be seen in neither.
 */
export async function toldHashes(
  sql: Sql,
  session: { id: string; key: bigint; version: number },
  paths: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  const jobs = await sql.query<PendingJob>(
    `select j.id, j.kind from rag_index_jobs j where ${PENDING} order by j.number`,
    [session.id],
  );
  const wanted = jobs.length === 0 ? paths : await withSources(sql, session.id, paths);
  const hashes = await visibleHashes(sql, session, wanted);
  if (jobs.length === 0) return hashes;
  const entries = await sql.query<PendingEntry>(
    `select e.job_id, e.operation, e.path, e.new_path, e.content_hash
     from rag_index_jobs j join rag_index_job_files e on e.job_id = j.id
     where ${PENDING} and (e.path = any($2) or e.new_path = any($2)) order by j.number, e.ordinal`,
    [session.id, wanted],
  );
  for (const job of jobs) {
    // A snapshot is the whole project: what it does not name is gone.
    if (job.kind === 'SNAPSHOT') for (const path of wanted) hashes.set(path, null);
    for (const entry of entries) if (entry.job_id === job.id) apply(entry, hashes);
  }
  return hashes;
}

function apply({ operation, path, new_path, content_hash }: PendingEntry, hashes: Map<string, string | null>): void {
  if (operation === 'UPSERT') hashes.set(path, content_hash);
  if (operation === 'DELETE') hashes.set(path, null);
  if (operation !== 'RENAME' || new_path === null) return;
  const moved = hashes.get(path) ?? null;
  // A rename of what is not there is skipped by the job.
  if (moved === null) return;
  hashes.set(path, null);
  hashes.set(new_path, moved);
}

/** The paths and those that pending renames turn into them. */
async function withSources(sql: Sql, sessionId: string, paths: readonly string[]): Promise<readonly string[]> {
  const renames = await sql.query<{ path: string; new_path: string }>(
    `select e.path, e.new_path from rag_index_jobs j join rag_index_job_files e on e.job_id = j.id
     where ${PENDING} and e.operation = 'RENAME' order by j.number desc, e.ordinal desc`,
    [sessionId],
  );
  const wanted = new Set(paths);
  // The latest first: the source of a rename may be the target of an earlier one.
  for (const { path, new_path } of renames) if (wanted.has(new_path)) wanted.add(path);
  return [...wanted];
}

async function visibleHashes(
  sql: Sql,
  { key, version }: { key: bigint; version: number },
  paths: readonly string[],
): Promise<Map<string, string | null>> {
  const rows = await sql.query<{ path: string; content_hash: string }>(
    `select path, content_hash from rag_files
     where session_key = $1 and path = any($2) and from_version <= $3 and (to_version is null or to_version > $3)`,
    [key.toString(), paths, version],
  );
  const hashes = new Map<string, string | null>(paths.map((path) => [path, null]));
  for (const { path, content_hash } of rows) hashes.set(path, content_hash);
  return hashes;
}
