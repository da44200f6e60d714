import { END, START, StateGraph } from '@langchain/langgraph';
import type { AgentDependencies } from '../agent-dependencies.js';
import { answerGenerally } from '../nodes/general-answer.js';
import { readAttachments } from '../nodes/read-attachments.js';
import { verifyCitations } from '../nodes/verify-citations.js';
import { runOf, stepNode } from '../turn-run.js';
import { TurnChannels } from '../turn-state.js';

/** Answers without looking at the project; only what the person attached is read, and then cited. */
export function buildGeneralGraph(dependencies: AgentDependencies) {
  return new StateGraph(TurnChannels)
    .addNode('read_attachments', stepNode('read_attachments', readAttachments(dependencies)))
    .addNode('general_answer', stepNode('general_answer', answerGenerally(dependencies)))
    .addNode('verify_citations', stepNode('verify_citations', verifyCitations(dependencies)))
    .addConditionalEdges(
      START,
      (_, config) => (runOf(config).input.attachments.length > 0 ? 'read_attachments' : 'general_answer'),
      ['read_attachments', 'general_answer'],
    )
    .addEdge('read_attachments', 'general_answer')
    .addConditionalEdges('general_answer', ({ passages }) => (passages.length > 0 ? 'verify_citations' : END), [
      'verify_citations',
      END,
    ])
    .addEdge('verify_citations', END)
    .compile();
}
