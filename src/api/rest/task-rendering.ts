import type { TaskEventsSubscription, TaskFieldsFragment } from '../../generated/documents/graphql.js';
import { renderChangeset, renderProposal } from './changeset-rendering.js';
import { renderCitation } from './citation-rendering.js';
import type { Renderings } from './event-rendering.js';
import { renderFailure } from './failure-rendering.js';
import { lower, slashed } from './words.js';

export function renderTask(task: TaskFieldsFragment) {
  const changeset = task.reply?.changeset ?? null;
  return render(task, changeset === null ? null : renderChangeset(changeset));
}

/** As its terminal event tells it: without what a review can change, so that a replay is the same to the byte. */
function renderEndedTask(task: TaskFieldsFragment) {
  const changeset = task.reply?.changeset ?? null;
  return render(task, changeset === null ? null : renderProposal(changeset));
}

function render(
  { dialog, routing, resultType, reply, usage, ...task }: TaskFieldsFragment,
  changeset: ReturnType<typeof renderProposal> | null,
) {
  return {
    task_id: task.id,
    dialog_session_id: dialog.id,
    rag_session_id: dialog.session.id,
    status: lower(task.status),
    route: routing === null ? null : slashed(routing.route),
    result_type: resultType === null ? null : lower(resultType),
    answer: reply?.content ?? null,
    citations: reply?.citations.map(renderCitation) ?? [],
    changeset,
    usage: {
      prompt_tokens: usage.promptTokens,
      completion_tokens: usage.completionTokens,
      embedding_tokens: usage.embeddingTokens,
      llm_calls: usage.llmCalls,
      duration_ms: usage.durationMs,
    },
    error: renderFailure(task.failure),
    created_at: task.createdAt,
    started_at: task.startedAt,
    finished_at: task.finishedAt,
  };
}

export const taskEvents: Renderings<TaskEventsSubscription['taskEvents']> = {
  TaskStatusChanged: [
    'task_status',
    ({ taskId, status, queuePosition }) => ({
      task_id: taskId,
      status: lower(status),
      queue_position: queuePosition,
    }),
  ],
  TaskRouted: [
    'task_route',
    ({ taskId, routing }) => ({
      task_id: taskId,
      route: slashed(routing.route),
      confidence: routing.confidence,
      reason: routing.reason,
    }),
  ],
  TaskStepStarted: ['task_step', ({ taskId, step, label }) => ({ task_id: taskId, step, label })],
  SourcesRetrieved: [
    'task_sources',
    ({ taskId, sources }) => ({
      task_id: taskId,
      sources: sources.map(({ path, startLine, endLine, contentHash }) => ({
        path,
        start_line: startLine,
        end_line: endLine,
        content_hash: contentHash,
      })),
    }),
  ],
  MessageDelta: [
    'task_delta',
    ({ taskId, messageId, offset, text }) => ({ task_id: taskId, message_id: messageId, offset, text }),
  ],
  ChangesetProposed: ['task_changeset', ({ taskId, changeset }) => ({ task_id: taskId, ...renderProposal(changeset) })],
  TaskFinished: ['terminal', ({ task }) => renderEndedTask(task)],
};
