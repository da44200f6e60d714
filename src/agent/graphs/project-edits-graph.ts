import { END, START, StateGraph } from '@langchain/langgraph';
import type { LanguageModel } from '../../contracts/language-model.js';
import type { AgentDependencies } from '../agent-dependencies.js';
import { applyEdit } from '../nodes/apply-edit.js';
import { checkEdits } from '../nodes/check-edits.js';
import { planEdits } from '../nodes/plan-edits.js';
import { readAttachments } from '../nodes/read-attachments.js';
import { retrievePassages } from '../nodes/retrieve-passages.js';
import { selfCheckEdits } from '../nodes/self-check-edits.js';
import { runOf, stepNode } from '../turn-run.js';
import { TurnChannels, type TurnState } from '../turn-state.js';

const MOST_REPAIR_ROUNDS = 2;

type WritingStep = 'project_edits_apply' | 'project_edits_self_check' | 'project_edits_checks';

const AFTER_WRITING: WritingStep[] = ['project_edits_apply', 'project_edits_self_check', 'project_edits_checks'];

/** Proposes changes to documents, data and settings: plans them, writes them file by file, reviews and checks them. */
export function buildProjectEditsGraph(dependencies: AgentDependencies & { readonly languageModel: LanguageModel }) {
  return new StateGraph(TurnChannels)
    .addNode('read_attachments', stepNode('read_attachments', readAttachments(dependencies)))
    .addNode('retrieve', stepNode('retrieve', retrievePassages(dependencies)))
    .addNode('project_edits_plan', stepNode('project_edits_plan', planEdits(dependencies)))
    .addNode('project_edits_apply', stepNode('project_edits_apply', applyEdit(dependencies)))
    .addNode('project_edits_self_check', stepNode('project_edits_self_check', selfCheckEdits(dependencies)))
    .addNode('project_edits_checks', stepNode('project_edits_checks', checkEdits(dependencies)))
    .addConditionalEdges(
      START,
      (_, config) => (runOf(config).input.attachments.length > 0 ? 'read_attachments' : 'retrieve'),
      ['read_attachments', 'retrieve'],
    )
    .addEdge('read_attachments', 'retrieve')
    .addEdge('retrieve', 'project_edits_plan')
    .addConditionalEdges('project_edits_plan', afterWriting, AFTER_WRITING)
    .addConditionalEdges('project_edits_apply', afterWriting, AFTER_WRITING)
    .addConditionalEdges('project_edits_self_check', afterWriting, AFTER_WRITING)
    .addEdge('project_edits_checks', END)
    .compile();
}

/** One file after the other, then the self-check, which may put files back; after the last repairs only the checks. */
function afterWriting({ edits }: TurnState): WritingStep {
  if (edits === null) throw new Error('The edits were not planned.');
  if (edits.queue.length > 0) return 'project_edits_apply';
  const isDrafted = edits.files.some(({ draft }) => draft !== null && !('unusable' in draft));
  const isFinal = edits.settled || !isDrafted || edits.repairRounds === MOST_REPAIR_ROUNDS;
  return isFinal ? 'project_edits_checks' : 'project_edits_self_check';
}
