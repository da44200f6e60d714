import { OfflineEmbedder } from '../../src/rag/embedding/offline-embedder.js';
import { SearchService } from '../../src/rag/retrieval/search-service.js';

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What the product sends to the database for each query, with its parameters, by letting it search in none. */
export async function searchStatements(
  { ownerId, sessionId, topK }: { ownerId: string; sessionId: string; topK: number },
  queries: readonly string[],
): Promise<Statement[]> {
  const statements: Statement[] = [];
  const sql = {
    query: async (text: string, values: readonly unknown[] = []) => {
      statements.push({ text, values });
      return [];
    },
  };
  const service = new SearchService({ sql, embedder: new OfflineEmbedder() });
  for (const query of queries) {
    // It finds no session, says so, and has sent its statement by then.
    await service.search({ ownerId, sessionId, query, topK }, new AbortController().signal).catch(() => undefined);
  }
  if (statements.length !== queries.length) throw new Error('A search no longer runs exactly one statement.');
  return statements;
}
