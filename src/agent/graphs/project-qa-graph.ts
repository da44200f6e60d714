import { END, START, StateGraph } from '@langchain/langgraph';
import type { AgentDependencies } from '../agent-dependencies.js';
import { consultFiles, isWorthConsulting } from '../nodes/consult-files.js';
import { answerProjectQuestion } from '../nodes/project-answer.js';
import { readAttachments } from '../nodes/read-attachments.js';
import { retrievePassages } from '../nodes/retrieve-passages.js';
import { isWorthRewriting, rewriteQuestion } from '../nodes/rewrite-question.js';
import { verifyCitations } from '../nodes/verify-citations.js';
import { runOf, stepNode } from '../turn-run.js';
import { TurnChannels } from '../turn-state.js';

/** Answers a question about the project from its passages, with citations. */
export function buildProjectQaGraph(dependencies: AgentDependencies) {
  return new StateGraph(TurnChannels)
    .addNode('read_attachments', stepNode('read_attachments', readAttachments(dependencies)))
    .addNode('rewrite_question', stepNode('rewrite_question', rewriteQuestion(dependencies)))
    .addNode('retrieve', stepNode('retrieve', retrievePassages(dependencies)))
    .addNode('consult_files', stepNode('consult_files', consultFiles(dependencies)))
    .addNode('project_answer', stepNode('project_answer', answerProjectQuestion(dependencies)))
    .addNode('verify_citations', stepNode('verify_citations', verifyCitations(dependencies)))
    .addConditionalEdges(
      START,
      (_, config) => {
        const { input } = runOf(config);
        if (input.attachments.length > 0) return 'read_attachments';
        return isWorthRewriting(dependencies, input) ? 'rewrite_question' : 'retrieve';
      },
      ['read_attachments', 'rewrite_question', 'retrieve'],
    )
    .addEdge('read_attachments', 'retrieve')
    .addEdge('rewrite_question', 'retrieve')
    .addConditionalEdges(
      'retrieve',
      (state) => (isWorthConsulting(dependencies, state) ? 'consult_files' : 'project_answer'),
      ['consult_files', 'project_answer'],
    )
    .addConditionalEdges(
      'consult_files',
      ({ consultation }) => (consultation?.isOver === true ? 'project_answer' : 'consult_files'),
      ['consult_files', 'project_answer'],
    )
    .addConditionalEdges('project_answer', ({ answer }) => (answer === null ? 'consult_files' : 'verify_citations'), [
      'consult_files',
      'verify_citations',
    ])
    .addEdge('verify_citations', END)
    .compile();
}
