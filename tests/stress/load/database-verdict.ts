import assert from 'node:assert/strict';
import type { Query } from '../../kit/index-dump.js';
import type { Accepted, AcceptedDialog } from './accepted.js';
import { answerTo } from './questions.js';

/** Of a stopped database: each thing that was accepted is there once and has come to its end, and nothing else is. */
export async function checkRuns(query: Query, accepted: Accepted): Promise<void> {
  const ids = async (table: string) =>
    (await query<{ id: string }>(`select id from ${table}`)).map(({ id }) => id).sort();
  const { projects, dialogs, jobIds, messages } = accepted;
  assert.deepEqual(await ids('rag_sessions'), projects.map(({ sessionId }) => sessionId).sort(), 'the sessions');
  assert.deepEqual(await ids('dialog_sessions'), dialogs.map(({ dialogId }) => dialogId).sort(), 'the dialogs');
  assert.deepEqual(await ids('rag_index_jobs'), [...jobIds].sort(), 'the index jobs');
  assert.deepEqual(await ids('agent_tasks'), messages.map(({ taskId }) => taskId).sort(), 'the tasks');
  for (const table of ['rag_index_jobs', 'agent_tasks']) {
    const undone = await query(
      `select id, status, attempt, failures, failure from ${table} where status <> 'DONE' or failures > 0`,
    );
    assert.deepEqual(undone, [], `runs of ${table} that did not end in DONE at once`);
  }
  const ahead = await query(
    `select s.project_id, f.path from rag_sessions s join rag_files f on f.session_key = s.key
     where f.from_version > s.version or f.to_version > s.version`,
  );
  assert.deepEqual(ahead, [], 'rows of versions that there are not');
}

/** Each dialog holds its messages in the order in which they were sent, and one whole reply to each. */
export async function checkDialogs(query: Query, dialogs: readonly AcceptedDialog[]): Promise<void> {
  const rows = await query<{ dialog: string; id: string; role: string; status: string; content: string }>(
    'select dialog_id as dialog, id, role, status, content from chat_messages order by dialog_id, number',
  );
  const replies = await query<{ dialog: string; reply: string }>(
    'select dialog_id as dialog, reply_id as reply from agent_tasks order by dialog_id, number',
  );
  for (const { dialogId, messages } of dialogs) {
    const said = rows.filter(({ dialog }) => dialog === dialogId);
    assert.deepEqual(
      said.filter(({ role }) => role === 'USER').map(({ id, content }) => ({ id, content })),
      messages.map(({ messageId, text }) => ({ id: messageId, content: text })),
      `what was asked in ${dialogId}`,
    );
    const answers = said.filter(({ role }) => role === 'ASSISTANT');
    assert.deepEqual(
      answers.map(({ id }) => id),
      replies.filter(({ dialog }) => dialog === dialogId).map(({ reply }) => reply),
      `whose replies stand in ${dialogId}`,
    );
    answers.forEach(({ content, status }, index) => {
      const { number, mode } = messages[index] ?? { number: 0, mode: 'QA' as const };
      assert.equal(status, 'COMPLETE', `reply ${index + 1} of ${dialogId}`);
      assert.equal(content, answerTo(number, mode) ?? content, `reply ${index + 1} of ${dialogId}`);
    });
  }
}
