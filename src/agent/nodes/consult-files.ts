import type { AgentDependencies } from '../agent-dependencies.js';
import { describeRequest, fileRequestsIn } from '../files/file-request.js';
import { lookUp } from '../files/look-up.js';
import { callModel } from '../model/call-model.js';
import { renderPassages } from '../prompts/render-passages.js';
import { renderPrompt } from '../prompts/render-prompt.js';
import { renderResults } from '../prompts/render-results.js';
import { holdsLines } from '../retrieval/holds-lines.js';
import { LEAST_COVERAGE } from '../retrieval/least-coverage.js';
import { searchQuery } from '../retrieval/search-query.js';
import type { TurnNode } from '../turn-run.js';
import type { Consultation, TurnState } from '../turn-state.js';

const MOST_ROUNDS = 2;
const MOST_REQUESTS = 3;
/** What all lookups of a turn may add to its passages, about 8,000 tokens of English. */
const MOST_CHARACTERS = 32_000;

const NOT_BEGUN: Consultation = { rounds: 0, results: [], characters: 0, isOver: false };

/**
 * Whether the files are worth a look before the answer: the search found little, and nothing was attached, to which
 * the question would refer. Ordinary questions are spared the call.
 */
export function isWorthConsulting(
  { languageModel }: Pick<AgentDependencies, 'languageModel'>,
  state: TurnState,
): boolean {
  const hasAttachment = state.passages.some(({ origin }) => origin !== 'INDEX');
  return languageModel !== null && state.version !== 0 && !hasAttachment && state.coverage < LEAST_COVERAGE;
}

/** Asks the model once which files to look into, and adds what they hold to the passages. */
export function consultFiles({ languageModel, prompts, retriever }: AgentDependencies): TurnNode {
  return async (state, run) => {
    const before = state.consultation ?? NOT_BEGUN;
    if (languageModel === null) return { consultation: { ...before, isOver: true } };
    const { system, user } = renderPrompt(prompts.project_tools, {
      question: state.searchQuery ?? searchQuery(run.input),
      passages: renderPassages(state.passages),
      results: renderResults(before.results),
      most_requests: String(MOST_REQUESTS),
    });
    const { text, usage } = await callModel(languageModel, [system, user], run, state.usage);
    const passages = [...state.passages];
    const results = [...before.results];
    let { characters } = before;
    const requests = fileRequestsIn(text, MOST_REQUESTS);
    for (const request of requests) {
      await run.tellProgress('consult_files', describeRequest(request));
      const { passages: found, note } = await lookUp(request, retriever, run);
      for (const passage of found) {
        if (characters + passage.content.length > MOST_CHARACTERS) continue;
        if (passages.some((other) => holdsLines(other, passage))) continue;
        passages.push(passage);
        characters += passage.content.length;
      }
      results.push({ request, note });
    }
    if (passages.length > state.passages.length) await run.tellSources(passages);
    const rounds = before.rounds + 1;
    const isOver = requests.length === 0 || rounds >= MOST_ROUNDS;
    return { passages, usage, consultation: { rounds, results, characters, isOver } };
  };
}
