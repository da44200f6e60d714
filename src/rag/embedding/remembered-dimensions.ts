import type { Sql } from '../../shared/database/sql.js';

/** The dimensions of the vectors that the model gave for the session indexed last with it; null when there is none. */
export async function rememberedDimensions(sql: Sql, provider: string, model: string): Promise<number | null> {
  const [row] = await sql.query<{ dimensions: number }>(
    `select embedding_dimensions as dimensions from rag_sessions
     where embedding_provider = $1 and embedding_model = $2 order by last_activity_at desc limit 1`,
    [provider, model],
  );
  return row?.dimensions ?? null;
}
