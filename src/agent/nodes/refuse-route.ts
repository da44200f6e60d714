import { AgentFailure } from '../../shared/errors.js';
import type { AgentDependencies } from '../agent-dependencies.js';
import { MODEL_VARIABLES } from '../offline/model-variables.js';
import type { TurnNode } from '../turn-run.js';

/** The end of a turn on a route that proposes files: it needs a language model, and a graph of its own. */
export function refuseRoute({ languageModel }: AgentDependencies): TurnNode {
  return async (state) => {
    const route = state.routing?.route ?? 'PROJECT_EDITS';
    const work = route === 'DOCS_GENERATION' ? 'Writing documents' : 'Editing files';
    if (languageModel === null) {
      throw new AgentFailure(
        'LLM_NOT_CONFIGURED',
        `${work} needs a language model, and none is configured. These variables configure one: ${MODEL_VARIABLES}. Questions about the project are answered without one.`,
      );
    }
    throw new AgentFailure(
      'INTERNAL',
      `${work} is not available in this version of the server, with or without a language model. Ask about the project instead, with mode project_qa.`,
    );
  };
}
