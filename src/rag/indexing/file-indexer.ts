import type { FileIndexStatus, ProblemReason, StagedOutcome } from '../../generated/prisma/enums.js';
import type { Sql } from '../../shared/database/sql.js';
import { EmbeddingError } from '../../shared/run-errors.js';
import type { CachedEmbedder } from '../embedding/cached-embedder.js';
import type { SessionRef } from '../sessions/session-store.js';
import type { PendingEntry } from './job-entries.js';
import type { PreparationThread } from './preparation/preparation-thread.js';
import type { PreparedChunk } from './preparation/prepare-file.js';

/** A chunk with all that a search needs. */
export interface IndexedChunk extends PreparedChunk {
  readonly embedding: Float32Array;
}

/** A file as it will stand in the next version. */
export interface FileRow {
  readonly path: string;
  readonly contentHash: string;
  readonly bytes: number;
  /** Null also for a file that is not searched. */
  readonly language: string | null;
  readonly status: FileIndexStatus;
  readonly reason: ProblemReason | null;
  readonly detail: string | null;
  readonly chunks: readonly IndexedChunk[];
}

/** What one entry comes to: rows to close, a row to add, and its outcome. */
export interface EntryResult {
  readonly ordinal: number;
  /** For progress. */
  readonly path: string;
  readonly outcome: StagedOutcome;
  readonly reason: ProblemReason | null;
  readonly detail: string | null;
  /** Paths whose row ends with this version. */
  readonly closes: readonly string[];
  readonly adds: FileRow | null;
  readonly embeddings: { readonly computed: number; readonly reused: number };
}

interface VisibleFile {
  path: string;
  content_hash: string;
  bytes: number;
  status: FileIndexStatus;
  reason: ProblemReason | null;
  detail: string | null;
}

const NO_EMBEDDINGS = { computed: 0, reused: 0 };
/** Of a chunk that is yet to be embedded. */
const NO_VECTOR = new Float32Array();

/** Turns entries into rows: decides what changed, cuts it into chunks, and has them embedded. Writes nothing. */
export class FileIndexer {
  readonly #sql: Sql;
  readonly #preparation: PreparationThread;
  readonly #embedder: CachedEmbedder;

  constructor({
    sql,
    preparation,
    embedder,
  }: {
    sql: Sql;
    preparation: PreparationThread;
    embedder: CachedEmbedder;
  }) {
    this.#sql = sql;
    this.#preparation = preparation;
    this.#embedder = embedder;
  }

  async index(
    session: SessionRef,
    entries: readonly PendingEntry[],
    signal: AbortSignal,
  ): Promise<readonly EntryResult[]> {
    const visible = await this.#visibleFiles(session, entries);
    const plans = entries.map((entry) => plan(entry, visible, session));
    const contents = await this.#contents(session, plans);
    signal.throwIfAborted();
    const chunked = await this.#chunk(plans, contents);
    return this.#embed(session.ownerId, chunked, signal);
  }

  async #visibleFiles(session: SessionRef, entries: readonly PendingEntry[]): Promise<Map<string, VisibleFile>> {
    const paths = entries.flatMap(({ path, newPath }) => (newPath === null ? [path] : [path, newPath]));
    const rows = await this.#sql.query<VisibleFile>(
      `select path, content_hash, bytes, status, reason, detail from rag_files
       where session_key = $1 and path = any($2) and from_version <= $3 and (to_version is null or to_version > $3)`,
      [session.key.toString(), paths, session.version],
    );
    return new Map(rows.map((row) => [row.path, row]));
  }

  async #contents(session: SessionRef, plans: readonly EntryResult[]): Promise<Map<string, Buffer>> {
    const hashes = plans.flatMap(({ adds }) => (adds?.status === 'INDEXED' ? [adds.contentHash] : []));
    if (hashes.length === 0) return new Map();
    const rows = await this.#sql.query<{ content_hash: string; content: Buffer }>(
      'select content_hash, content from file_contents where session_key = $1 and content_hash = any($2)',
      [session.key.toString(), hashes],
    );
    return new Map(rows.map((row) => [row.content_hash, row.content]));
  }

  async #chunk(plans: readonly EntryResult[], contents: ReadonlyMap<string, Buffer>): Promise<readonly EntryResult[]> {
    return Promise.all(
      plans.map(async (entry) => {
        if (entry.adds?.status !== 'INDEXED') return entry;
        const { path, contentHash } = entry.adds;
        const content = contents.get(contentHash) ?? Buffer.alloc(0);
        const { language, chunks } = await this.#preparation.prepare({ path, content });
        return {
          ...entry,
          adds: { ...entry.adds, language, chunks: chunks.map((chunk) => ({ ...chunk, embedding: NO_VECTOR })) },
        };
      }),
    );
  }

  /** Embeds all entries at once; when that fails for good, one by one, so that only the bad ones fail. */
  async #embed(ownerId: string, entries: readonly EntryResult[], signal: AbortSignal): Promise<readonly EntryResult[]> {
    try {
      return await this.#embedAll(ownerId, entries, signal);
    } catch (error) {
      if (!(error instanceof EmbeddingError) || error.retryable) throw error;
      const [only] = entries;
      if (entries.length === 1 && only !== undefined) return [failed(only, error)];
      const results: EntryResult[] = [];
      for (const entry of entries) results.push(...(await this.#embed(ownerId, [entry], signal)));
      return results;
    }
  }

  async #embedAll(ownerId: string, entries: readonly EntryResult[], signal: AbortSignal): Promise<EntryResult[]> {
    const chunks = entries.flatMap(({ adds }) => adds?.chunks ?? []);
    if (chunks.length === 0) return [...entries];
    const { vectors, computed } = await this.#embedder.embed(ownerId, chunks, signal);
    // A text counts as computed where it stands first, and as reused wherever it stands again.
    const fresh = new Set(computed);
    return entries.map((entry) => {
      if (entry.adds === null || entry.adds.chunks.length === 0) return entry;
      let newHere = 0;
      const withVectors = entry.adds.chunks.map((chunk) => {
        if (fresh.delete(chunk.textHash)) newHere += 1;
        return { ...chunk, embedding: vectors.get(chunk.textHash) ?? NO_VECTOR };
      });
      return {
        ...entry,
        adds: { ...entry.adds, chunks: withVectors },
        embeddings: { computed: newHere, reused: withVectors.length - newHere },
      };
    });
  }
}

function plan(entry: PendingEntry, visible: ReadonlyMap<string, VisibleFile>, session: SessionRef): EntryResult {
  const current = visible.get(entry.path);
  const result = {
    ordinal: entry.ordinal,
    path: entry.newPath ?? entry.path,
    reason: null,
    detail: null,
    closes: [],
    adds: null,
    embeddings: NO_EMBEDDINGS,
  };
  if (entry.operation === 'DELETE') {
    return { ...result, outcome: 'DELETED', closes: current === undefined ? [] : [entry.path] };
  }
  if (entry.operation === 'RENAME') return planRename(entry, current, visible);
  const { skipReason: reason, detail, contentHash } = entry;
  const unchanged = current?.content_hash === contentHash && session.inCurrentSpace;
  if (reason !== null) {
    const known = unchanged && current.status === 'SKIPPED' && current.reason === reason;
    const adds = known ? null : row(entry.path, entry, { status: 'SKIPPED', reason, detail });
    return { ...result, outcome: 'SKIPPED', reason, detail, closes: adds === null ? [] : [entry.path], adds };
  }
  if (unchanged && current.status === 'INDEXED') return { ...result, outcome: 'REUSED' };
  const adds = row(entry.path, entry, { status: 'INDEXED', reason: null, detail: null });
  return { ...result, outcome: 'INDEXED', closes: [entry.path], adds };
}

/** Chunks are cut anew, since their terms hold the path; their vectors do not, and come from the cache. */
function planRename(
  entry: PendingEntry,
  current: VisibleFile | undefined,
  visible: ReadonlyMap<string, VisibleFile>,
): EntryResult {
  const newPath = entry.newPath ?? entry.path;
  const result = { ordinal: entry.ordinal, path: newPath, reason: null, detail: null, embeddings: NO_EMBEDDINGS };
  if (current === undefined) {
    const detail = `There was no file "${entry.path}" to rename. Send "${newPath}" as an upsert.`;
    return { ...result, outcome: 'SKIPPED', reason: 'IGNORED', detail, closes: [], adds: null };
  }
  const { status, reason, detail } = current;
  const given = { contentHash: current.content_hash, bytes: current.bytes };
  return {
    ...result,
    outcome: 'REUSED',
    closes: visible.has(newPath) && newPath !== entry.path ? [entry.path, newPath] : [entry.path],
    adds: row(newPath, given, { status, reason, detail }),
  };
}

function row(
  path: string,
  { contentHash, bytes }: { contentHash: string | null; bytes: number },
  verdict: Pick<FileRow, 'status' | 'reason' | 'detail'>,
): FileRow {
  return { path, contentHash: contentHash ?? '', bytes, language: null, ...verdict, chunks: [] };
}

/** The file keeps the row and the chunks it had; without one it gets a row that says it failed. */
function failed(entry: EntryResult, error: EmbeddingError): EntryResult {
  const verdict = { reason: 'EMBEDDING_FAILED' as const, detail: error.message };
  return {
    ...entry,
    ...verdict,
    outcome: 'FAILED',
    closes: [],
    embeddings: NO_EMBEDDINGS,
    adds: entry.adds === null ? null : { ...entry.adds, ...verdict, status: 'FAILED', chunks: [] },
  };
}
