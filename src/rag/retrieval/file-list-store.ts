import type { FileList, FileListRequest, ListedFile } from '../../contracts/rag-retriever.js';
import type { Sql } from '../../shared/database/sql.js';

type Row = ({ version: number } & ListedFile) | { version: number; path: null };

/** The paths of a session's files, and what became of them. */
export class FileListStore {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** One statement, so that all files are of one version; null when the owner has no such session. */
  async list({ ownerId, sessionId, pathPrefix = '', limit, after = '' }: FileListRequest): Promise<FileList | null> {
    const rows = await this.#sql.query<Row>(
      `select s.version, f.path, f.status::text, f.reason::text, f.content_hash as "contentHash", f.bytes, f.language
       from rag_sessions s
       left join lateral (
         select * from rag_files f where f.session_key = s.key
           and f.from_version <= s.version and (f.to_version is null or f.to_version > s.version)
           and starts_with(f.path, $3::text) and f.path > $4::text
         order by f.path limit $5::int
       ) f on true
       where s.id = $1::text and s.owner_id = $2::text and s.deleted_at is null
       order by f.path`,
      [sessionId, ownerId, pathPrefix, after, limit + 1],
    );
    const [first] = rows;
    if (first === undefined) return null;
    const files = rows.flatMap(({ version: _, ...file }) => (file.path === null ? [] : [file]));
    return { version: first.version, files: files.slice(0, limit), hasMore: files.length > limit };
  }
}
