import { type BaseCheckpointSaver, END, START, StateGraph } from '@langchain/langgraph';
import type { Route } from '../../contracts/agent-runner.js';
import type { AgentDependencies } from '../agent-dependencies.js';
import { refuseRoute } from '../nodes/refuse-route.js';
import { routeMessage } from '../nodes/route-message.js';
import { isWorthSummarising, summariseHistory } from '../nodes/summarise-history.js';
import { runOf, stepNode } from '../turn-run.js';
import { TurnChannels, type TurnState } from '../turn-state.js';
import { buildDocsGenerationGraph } from './docs-generation-graph.js';
import { buildGeneralGraph } from './general-graph.js';
import { buildProjectEditsGraph } from './project-edits-graph.js';
import { buildProjectQaGraph } from './project-qa-graph.js';

const NODE_OF_ROUTE = {
  DEFAULT_GENERAL: 'default_general',
  PROJECT_QA: 'project_qa',
  PROJECT_EDITS: 'project_edits',
  DOCS_GENERATION: 'docs_generation',
} as const satisfies Record<Route, string>;

/** The one graph of a dialog: the router, then the route's own graph, which shares its channels. */
export function buildAgentGraph(dependencies: AgentDependencies, checkpointer: BaseCheckpointSaver) {
  return new StateGraph(TurnChannels)
    .addNode('router', stepNode('router', routeMessage(dependencies)))
    .addNode('summarise_history', stepNode('summarise_history', summariseHistory(dependencies)))
    .addNode('default_general', buildGeneralGraph(dependencies))
    .addNode('project_qa', buildProjectQaGraph(dependencies))
    .addNode('project_edits', projectEdits(dependencies))
    .addNode('docs_generation', buildDocsGenerationGraph(dependencies))
    .addEdge(START, 'router')
    .addConditionalEdges(
      'router',
      (state, config) =>
        isWorthSummarising(dependencies, runOf(config).input) ? 'summarise_history' : nodeOfRoute(state),
      ['summarise_history', ...Object.values(NODE_OF_ROUTE)],
    )
    .addConditionalEdges('summarise_history', nodeOfRoute, Object.values(NODE_OF_ROUTE))
    .addEdge('default_general', END)
    .addEdge('project_qa', END)
    .addEdge('project_edits', END)
    .addEdge('docs_generation', END)
    .compile({ checkpointer });
}

/** Offline there is nobody to write them. */
function projectEdits({ languageModel, ...dependencies }: AgentDependencies) {
  return languageModel === null
    ? stepNode('project_edits', refuseRoute())
    : buildProjectEditsGraph({ ...dependencies, languageModel });
}

function nodeOfRoute({ routing }: TurnState) {
  if (routing === null) throw new Error('The router chose no route.');
  return NODE_OF_ROUTE[routing.route];
}
