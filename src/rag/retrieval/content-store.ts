import type { Sql } from '../../shared/database/sql.js';

export interface StoredFile {
  readonly version: number;
  /** Null when the version has no indexed file at the path. */
  readonly contentHash: string | null;
  readonly content: Uint8Array | null;
}

/** The raw bytes of a session's files. */
export class ContentStore {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** The bytes stored for a hash; `content` is null when there are none, the whole when the owner has no such session. */
  async byHash(source: {
    ownerId: string;
    sessionId: string;
    contentHash: string;
  }): Promise<{ content: Uint8Array | null } | null> {
    const [row] = await this.#sql.query<{ content: Uint8Array | null }>(
      `select c.content from rag_sessions s
       left join file_contents c on c.session_key = s.key and c.content_hash = $3::text
       where s.id = $1::text and s.owner_id = $2::text and s.deleted_at is null`,
      [source.sessionId, source.ownerId, source.contentHash],
    );
    return row ?? null;
  }

  /** The file at a path in the session's version; null when the owner has no such session. */
  async byPath(source: { ownerId: string; sessionId: string; path: string }): Promise<StoredFile | null> {
    const [row] = await this.#sql.query<{
      version: number;
      content_hash: string | null;
      content: Uint8Array | null;
    }>(
      `select s.version, f.content_hash, c.content from rag_sessions s
       left join rag_files f on f.session_key = s.key and f.path = $3::text and f.status = 'INDEXED'
         and f.from_version <= s.version and (f.to_version is null or f.to_version > s.version)
       left join file_contents c on c.session_key = s.key and c.content_hash = f.content_hash
       where s.id = $1::text and s.owner_id = $2::text and s.deleted_at is null`,
      [source.sessionId, source.ownerId, source.path],
    );
    return row === undefined ? null : { version: row.version, contentHash: row.content_hash, content: row.content };
  }
}
