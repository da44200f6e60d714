import { END, START, StateGraph } from '@langchain/langgraph';
import type { AgentDependencies } from '../agent-dependencies.js';
import { nextDocument } from '../documents/docs-work.js';
import { answerWithDocument } from '../nodes/docs-answer.js';
import { checkDocuments } from '../nodes/docs-checks.js';
import { summariseDocuments } from '../nodes/docs-execution-summary.js';
import { writeDocument } from '../nodes/docs-generation.js';
import { outlineDocuments } from '../nodes/docs-outline.js';
import { readSources } from '../nodes/docs-sources.js';
import { readAttachments } from '../nodes/read-attachments.js';
import { refuseRoute } from '../nodes/refuse-route.js';
import { retrievePassages } from '../nodes/retrieve-passages.js';
import { verifyCitations } from '../nodes/verify-citations.js';
import { runOf, stepNode } from '../turn-run.js';
import { TurnChannels, type TurnState } from '../turn-state.js';

/** Writes documents about the project: as files to review, with a word about them, or as a text in the chat. */
export function buildDocsGenerationGraph(dependencies: AgentDependencies) {
  return new StateGraph(TurnChannels)
    .addNode('refuse', stepNode('docs_generation', refuseRoute()))
    .addNode('read_attachments', stepNode('read_attachments', readAttachments(dependencies)))
    .addNode('retrieve', stepNode('retrieve', retrievePassages(dependencies)))
    .addNode('docs_outline', stepNode('docs_outline', outlineDocuments(dependencies)))
    .addNode('docs_sources', stepNode('docs_sources', readSources(dependencies)))
    .addNode('docs_answer', stepNode('docs_answer', answerWithDocument(dependencies)))
    .addNode('docs_generation', stepNode('docs_generation', writeDocument(dependencies)))
    .addNode('docs_checks', stepNode('docs_checks', checkDocuments(dependencies)))
    .addNode('docs_execution_summary', stepNode('docs_execution_summary', summariseDocuments(dependencies)))
    .addNode('verify_citations', stepNode('verify_citations', verifyCitations(dependencies)))
    .addConditionalEdges(
      START,
      (_, config) => {
        if (dependencies.languageModel === null) return 'refuse';
        return runOf(config).input.attachments.length > 0 ? 'read_attachments' : 'retrieve';
      },
      ['refuse', 'read_attachments', 'retrieve'],
    )
    .addEdge('refuse', END)
    .addEdge('read_attachments', 'retrieve')
    .addConditionalEdges(
      'retrieve',
      ({ version, passages }) => (version === 0 && passages.length === 0 ? 'docs_answer' : 'docs_outline'),
      ['docs_answer', 'docs_outline'],
    )
    .addEdge('docs_outline', 'docs_sources')
    .addConditionalEdges('docs_sources', writeNext, ['docs_answer', 'docs_generation', 'docs_checks'])
    .addConditionalEdges('docs_generation', writeNext, ['docs_answer', 'docs_generation', 'docs_checks'])
    .addEdge('docs_checks', 'docs_execution_summary')
    .addEdge('docs_execution_summary', 'verify_citations')
    .addEdge('docs_answer', 'verify_citations')
    .addEdge('verify_citations', END)
    .compile();
}

function writeNext({ documents }: TurnState) {
  if (documents === null || documents.result === 'answer') return 'docs_answer';
  return nextDocument(documents) === null ? 'docs_checks' : 'docs_generation';
}
