import { createHash } from 'node:crypto';
import { Pool } from 'pg';
import type { DatabasePlace } from '../../kit/database-template.js';

/** Looks, as texts arrive at a provider, whether the server had their vectors already. On PostgreSQL alone. */
export class CacheWatch {
  /** Texts that arrived although their vectors were stored. */
  readonly needless: string[] = [];
  readonly #pool: Pool | null;

  constructor({ databaseUrl }: DatabasePlace) {
    this.#pool = databaseUrl === null ? null : new Pool({ connectionString: databaseUrl, max: 4 });
  }

  async look(texts: readonly string[]): Promise<void> {
    if (this.#pool === null) return;
    const byHash = new Map(texts.map((text) => [createHash('sha256').update(text).digest('hex'), text]));
    const { rows } = await this.#pool.query<{ text_hash: string }>(
      'select text_hash from embedding_cache where text_hash = any($1)',
      [[...byHash.keys()]],
    );
    this.needless.push(...rows.map(({ text_hash: hash }) => byHash.get(hash) ?? hash));
  }

  async close(): Promise<void> {
    await this.#pool?.end();
  }
}
