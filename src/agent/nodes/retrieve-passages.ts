import type { Passage } from '../../contracts/rag-retriever.js';
import { AgentFailure, EmbeddingError } from '../../shared/run-errors.js';
import type { AgentDependencies } from '../agent-dependencies.js';
import { holdsLines } from '../retrieval/holds-lines.js';
import { searchQuery } from '../retrieval/search-query.js';
import type { TurnNode, TurnRun } from '../turn-run.js';
import type { FilePassage } from '../turn-state.js';

const PASSAGES = 8;

/** Searches the project; what was attached stays in front, and is not repeated by what was found. */
export function retrievePassages({ retriever }: Pick<AgentDependencies, 'retriever'>): TurnNode {
  return async (state, run) => {
    const outcome = await search(state.searchQuery ?? searchQuery(run.input), run);
    const attached = state.passages;
    const found = outcome.passages
      .filter((hit) => !attached.some((passage) => holdsLines(passage, hit)))
      .map(fromIndex);
    const passages = [...attached, ...found];
    const usage = { ...state.usage, embeddingTokens: state.usage.embeddingTokens + outcome.embeddingTokens };
    if (outcome.embeddingTokens > 0) await run.tellUsage(usage);
    await run.tellSources(passages);
    return { passages, version: outcome.version, coverage: outcome.coverage, usage };
  };

  async function search(query: string, { input, signal }: TurnRun) {
    const { ownerId, sessionId } = input;
    try {
      return await retriever.search({ ownerId, sessionId, query, topK: PASSAGES }, signal);
    } catch (error) {
      if (!(error instanceof EmbeddingError)) throw error;
      const { message, retryable, retryAfterMs } = error;
      throw new AgentFailure('EMBEDDING_FAILED', message, { retryable, retryAfterMs, cause: error });
    }
  }
}

/** Without the scores: they are not needed again, and every channel is checkpointed. */
function fromIndex(hit: Passage): FilePassage {
  const { path, startLine, endLine, contentHash, version, symbol, language, content } = hit;
  return { path, startLine, endLine, contentHash, version, symbol, language, content, origin: 'INDEX' };
}
