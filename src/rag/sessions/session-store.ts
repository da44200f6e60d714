import type { Sql } from '../../shared/database/sql.js';
import { kindOfId, newId } from '../../shared/ids.js';
import { type IndexedWith, type IndexSpace, isIndexedIn } from './index-space.js';

/** What the stores need to know of a session. */
export interface SessionRef {
  readonly id: string;
  readonly key: bigint;
  readonly ownerId: string;
  readonly version: number;
  /** False when the session was indexed with another embedder or chunker than this server's. */
  readonly inCurrentSpace: boolean;
  /** Visible at that version. */
  readonly chunks: number;
  /** Whether a search compares sketches first: then each new vector needs one. */
  readonly hasSketches: boolean;
}

interface SessionRow extends IndexedWith {
  id: string;
  key: string;
  owner_id: string;
  version: number;
  chunks: number;
  has_sketches: boolean;
}

/** What a job that is applied makes of its session. */
export interface AppliedJob {
  /** The version that it began with. */
  readonly from: number;
  /** What comes to the session's chunks and terms. */
  readonly chunks: number;
  readonly terms: number;
  readonly hasSketches: boolean;
}

export class SessionStore {
  readonly #space: IndexSpace;

  constructor({ space }: { space: IndexSpace }) {
    this.#space = space;
  }

  async create(sql: Sql, session: { id: string; key: bigint; ownerId: string; projectId: string }): Promise<void> {
    await sql.query(
      `insert into rag_sessions
         (id, key, owner_id, project_id, embedding_provider, embedding_model, embedding_dimensions, chunker_version)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [session.id, session.key.toString(), session.ownerId, session.projectId, ...this.#spaceValues()],
    );
  }

  async find(sql: Sql, ownerId: string, id: string): Promise<SessionRef | null> {
    if (kindOfId(id) !== 'session') return null;
    return this.#one(sql, 'owner_id = $1 and id = $2', [ownerId, id]);
  }

  /** For a job, which has its session's id from its own row. */
  async findById(sql: Sql, id: string): Promise<SessionRef | null> {
    return this.#one(sql, 'id = $1', [id]);
  }

  async findProjectSession(sql: Sql, ownerId: string, projectId: string): Promise<SessionRef | null> {
    return this.#one(sql, 'owner_id = $1 and project_id = $2 and is_project_session', [ownerId, projectId]);
  }

  /** The project's own session; makes an empty one when there is none. Two first calls make one. */
  async ensureProjectSession(sql: Sql, ownerId: string, projectId: string): Promise<SessionRef> {
    await sql.query(
      `insert into rag_sessions (id, owner_id, project_id, is_project_session,
         embedding_provider, embedding_model, embedding_dimensions, chunker_version)
       values ($1, $2, $3, true, $4, $5, $6, $7)
       on conflict (owner_id, project_id) where is_project_session and deleted_at is null do nothing`,
      [newId('session'), ownerId, projectId, ...this.#spaceValues()],
    );
    const session = await this.findProjectSession(sql, ownerId, projectId);
    // Deleted between the two statements: the next round makes it anew.
    return session ?? this.ensureProjectSession(sql, ownerId, projectId);
  }

  /** Locks the session's row until the transaction ends: no job is queued and no version raised meanwhile. */
  async lock(sql: Sql, id: string): Promise<{ version: number; pendingJobs: number } | null> {
    const [session] = await sql.query<{ version: number }>(
      'select version from rag_sessions where id = $1 and deleted_at is null for update',
      [id],
    );
    if (session === undefined) return null;
    const [jobs] = await sql.query<{ pending: number }>(
      `select count(*)::int as pending from rag_index_jobs
       where session_id = $1 and status in ('QUEUED', 'RUNNING', 'CANCELLING')`,
      [id],
    );
    return { version: session.version, pendingJobs: jobs?.pending ?? 0 };
  }

  /** Raises the version by one, in the current space; false when the session is no longer at `from`. */
  async raiseVersion(sql: Sql, id: string, { from, chunks, terms, hasSketches }: AppliedJob): Promise<boolean> {
    const raised = await sql.query(
      `update rag_sessions set version = version + 1, last_activity_at = now(),
         chunk_count = chunk_count + $3, term_count = term_count + $4,
         has_sketches = $5,
         embedding_provider = $6, embedding_model = $7, embedding_dimensions = $8, chunker_version = $9
       where id = $1 and version = $2 and deleted_at is null returning id`,
      [id, from, chunks, terms, hasSketches, ...this.#spaceValues()],
    );
    return raised.length === 1;
  }

  async #one(sql: Sql, condition: string, values: unknown[]): Promise<SessionRef | null> {
    const [row] = await sql.query<SessionRow>(
      `select id, key::text, owner_id, version, chunk_count as chunks, has_sketches,
         embedding_provider as "embeddingProvider", embedding_model as "embeddingModel",
         embedding_dimensions as "embeddingDimensions", chunker_version as "chunkerVersion"
       from rag_sessions where ${condition} and deleted_at is null`,
      values,
    );
    if (row === undefined) return null;
    const { id, key, owner_id: ownerId, version, chunks, has_sketches: hasSketches } = row;
    const inCurrentSpace = isIndexedIn(row, this.#space);
    return { id, key: BigInt(key), ownerId, version, inCurrentSpace, chunks, hasSketches };
  }

  #spaceValues(): [string, string, number, string] {
    const { embedding, chunkerVersion } = this.#space;
    return [embedding.provider, embedding.model, embedding.dimensions, chunkerVersion];
  }
}
