import { AgentFailure } from '../../shared/run-errors.js';
import { MODEL_VARIABLES } from '../offline/model-variables.js';
import type { TurnNode } from '../turn-run.js';

/** The end of a turn on a route that writes files, where there is no language model. */
export function refuseRoute(): TurnNode {
  return async ({ routing }) => {
    const work = routing?.route === 'DOCS_GENERATION' ? 'Writing documents' : 'Editing files';
    throw new AgentFailure(
      'LLM_NOT_CONFIGURED',
      `${work} needs a language model, and none is configured. These variables configure one: ${MODEL_VARIABLES}. Questions about the project are answered without one.`,
    );
  };
}
