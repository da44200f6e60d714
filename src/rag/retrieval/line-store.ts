import type { Sql } from '../../shared/database/sql.js';

/** A file whose text can be searched. */
export interface SearchableFile {
  readonly path: string;
  readonly contentHash: string;
  readonly bytes: number;
  readonly language: string | null;
}

export interface SearchableFiles {
  readonly sessionKey: string;
  readonly version: number;
  /** By path. */
  readonly files: readonly SearchableFile[];
}

type Row = { sessionKey: string; version: number } & ({ path: null } | SearchableFile);

/** Which files a line search has to read, and their bytes. */
export class LineStore {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** The indexed files of the session's version; null when the owner has no such session. */
  async files(request: {
    ownerId: string;
    sessionId: string;
    pathPrefix: string;
    limit: number;
  }): Promise<SearchableFiles | null> {
    const rows = await this.#sql.query<Row>(
      `select s.key::text as "sessionKey", s.version, f.path, f.content_hash as "contentHash", f.bytes, f.language
       from rag_sessions s
       left join lateral (
         select * from rag_files f where f.session_key = s.key and f.status = 'INDEXED'
           and f.from_version <= s.version and (f.to_version is null or f.to_version > s.version)
           and starts_with(f.path, $3::text)
         order by f.path limit $4::int
       ) f on true
       where s.id = $1::text and s.owner_id = $2::text and s.deleted_at is null
       order by f.path`,
      [request.sessionId, request.ownerId, request.pathPrefix, request.limit],
    );
    const [first] = rows;
    if (first === undefined) return null;
    const files = rows.flatMap(({ sessionKey: _, version: __, ...file }) => (file.path === null ? [] : [file]));
    return { sessionKey: first.sessionKey, version: first.version, files };
  }

  /** The raw bytes by hash. Contents outlive their files, so a newer version takes none of them away. */
  async contents(sessionKey: string, hashes: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
    const rows = await this.#sql.query<{ content_hash: string; content: Uint8Array }>(
      'select content_hash, content from file_contents where session_key = $1::bigint and content_hash = any($2::text[])',
      [sessionKey, hashes],
    );
    return new Map(rows.map((row) => [row.content_hash, row.content]));
  }
}
