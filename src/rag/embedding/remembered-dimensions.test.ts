import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../tests/kit/database.js';
import { type Sql, sqlOn } from '../../shared/database/sql.js';
import { SessionStore } from '../sessions/session-store.js';
import { rememberedDimensions } from './remembered-dimensions.js';

let fresh: FreshDatabase;
let sql: Sql;
beforeAll(async () => {
  fresh = await freshDatabase();
  sql = sqlOn(fresh.database.pool);
});
afterAll(() => fresh.dispose());

async function indexed(projectId: string, embedding: { provider: string; model: string; dimensions: number }) {
  await new SessionStore({ space: { embedding, chunkerVersion: '1' } }).ensureProjectSession(sql, 'local', projectId);
}

test('a model has the dimensions that its last session was made with', async () => {
  expect(await rememberedDimensions(sql, 'gigachat', 'Embeddings')).toBeNull();
  await indexed('one', { provider: 'gigachat', model: 'Embeddings', dimensions: 768 });
  await indexed('two', { provider: 'gigachat', model: 'Embeddings', dimensions: 1024 });
  await indexed('three', { provider: 'gigachat', model: 'EmbeddingsGigaR', dimensions: 2560 });
  await indexed('four', { provider: 'openai', model: 'Embeddings', dimensions: 64 });
  expect(await rememberedDimensions(sql, 'gigachat', 'Embeddings')).toBe(1024);
});
