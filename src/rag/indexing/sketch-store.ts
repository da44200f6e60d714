import type { Sql } from '../../shared/database/sql.js';
import { decodeVector } from '../embedding/vector-parameters.js';
import { sketchOf } from '../embedding/vector-sketch.js';
import type { SessionRef } from '../sessions/session-store.js';

const FILES_A_PAGE = 100;
/** Vectors read and sketches written at a time: the embedded database serves nobody else meanwhile. */
const SKETCHES_A_BATCH = 200;

export interface SketchRow {
  readonly chunkId: string;
  readonly fromVersion: number;
  /** As PostgreSQL reads it. */
  readonly sketch: string;
}

/** Runs work in a transaction of its own that only the running job's current attempt can commit. */
type Guarded = (work: (sql: Sql) => Promise<void>) => Promise<void>;

interface FilePlace {
  readonly path: string;
  readonly id: string;
}

interface UnsketchedChunk {
  readonly id: string;
  readonly from_version: number;
  /** What `vector_send` gives. */
  readonly embedding: Buffer;
}

export function sketchRow(chunk: { chunkId: string; fromVersion: number; vector: Float32Array }): SketchRow {
  return { chunkId: chunk.chunkId, fromVersion: chunk.fromVersion, sketch: sketchOf(chunk.vector) };
}

/** For chunks that have none. */
export async function insertSketches(sql: Sql, sessionKey: bigint, rows: readonly SketchRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql.query(
    `insert into rag_vector_sketches (session_key, chunk_id, sketch, from_version)
     select $1, chunk_id, sketch, from_version
     from unnest($2::bigint[], $3::bit(1024)[], $4::int[]) as given (chunk_id, sketch, from_version)`,
    [
      sessionKey.toString(),
      rows.map(({ chunkId }) => chunkId),
      rows.map(({ sketch }) => sketch),
      rows.map(({ fromVersion }) => fromVersion),
    ],
  );
}

/**
 * Writes the sketches that a session lacks which has become large, those of its next version included, in short
 * transactions. Only for the session's running job; may be repeated.
 */
export async function completeSketches(
  sql: Sql,
  session: SessionRef,
  { guarded, signal }: { guarded: Guarded; signal: AbortSignal },
): Promise<void> {
  let files: FilePlace[] = [];
  do {
    files = await nextFiles(sql, session, files.at(-1) ?? null);
    let written: number;
    do {
      signal.throwIfAborted();
      const chunks = await unsketchedChunks(sql, session, files);
      const rows = chunks.map(({ id, from_version, embedding }) =>
        sketchRow({ chunkId: id, fromVersion: from_version, vector: decodeVector(embedding) }),
      );
      if (rows.length > 0) await guarded((transaction) => insertSketches(transaction, session.key, rows));
      written = rows.length;
    } while (written === SKETCHES_A_BATCH);
  } while (files.length === FILES_A_PAGE);
}

/** Those that ended before are left out: an earlier job's sweep may be removing them. */
async function nextFiles(sql: Sql, session: SessionRef, after: FilePlace | null): Promise<FilePlace[]> {
  return sql.query<FilePlace>(
    `select path, id::text from rag_files
     where session_key = $1 and (path collate "C", id) > ($2, $3) and (to_version is null or to_version > $4)
     order by path collate "C", id limit ${FILES_A_PAGE}`,
    [session.key.toString(), after?.path ?? '', after?.id ?? '0', session.version],
  );
}

async function unsketchedChunks(
  sql: Sql,
  session: SessionRef,
  files: readonly FilePlace[],
): Promise<UnsketchedChunk[]> {
  return sql.query<UnsketchedChunk>(
    `select id::text, from_version, vector_send(embedding) as embedding from rag_chunks c
     where file_id = any($2::bigint[]) and embedding is not null and not exists (
       select from rag_vector_sketches where session_key = $1 and chunk_id = c.id)
     limit ${SKETCHES_A_BATCH}`,
    [session.key.toString(), files.map(({ id }) => id)],
  );
}
