import { describe, expect, test } from 'vitest';
import { DialogMessagesDocument } from '../../src/generated/documents/graphql.js';
import { AgentFailure } from '../../src/shared/run-errors.js';
import { created, deleted, proposal, updated } from '../kit/changesets/proposals.js';
import { ProposingSystem } from '../kit/changesets/proposing-system.js';
import { collect } from '../kit/collect.js';

const FILES = { 'README.md': '# Shop\n', 'docs/old.md': 'Old.\n' };
const README = updated('README.md', FILES['README.md'], '# Shop\n\nMIT.\n');
const NEW = created('docs/new.md', 'Новое.\n');
const EDITS = [README, NEW, deleted('docs/old.md', FILES['docs/old.md'])];

const system = ProposingSystem.use();

/** What the model was told last, all of it. */
const lastPrompt = () => JSON.stringify(system.model.calls.at(-1));

async function proposed(dialogId: string | null = null) {
  const sessionId = await system.story().index(FILES);
  return { sessionId, ...(await system.propose(sessionId, proposal(...EDITS), dialogId)) };
}

describe('a proposed changeset', () => {
  test('is stored with the end of its task, and told before it', async () => {
    const { dialogId, taskId, changesetId } = await proposed();
    const events = await collect(system.story().taskEvents(taskId));
    expect(events.slice(-2)).toMatchObject([
      { __typename: 'ChangesetProposed', changeset: { id: changesetId, operations: [{}, {}, {}] } },
      { __typename: 'TaskFinished', task: { resultType: 'CHANGESET', reply: { changeset: { id: changesetId } } } },
    ]);
    const pending = { decision: 'PENDING', decisionReason: null };
    expect(await system.changeset(changesetId)).toMatchObject({
      status: 'PROPOSED',
      summary: 'Brings the documents up to date.',
      operations: [
        { __typename: 'UpdateFile', path: 'README.md', content: '# Shop\n\nMIT.\n', ...pending },
        { __typename: 'CreateFile', path: 'docs/new.md', content: 'Новое.\n', ...pending },
        { __typename: 'DeleteFile', path: 'docs/old.md', ...pending },
      ],
      checks: EDITS.map(({ path }) => ({ name: 'path', status: 'PASS', message: null, path })),
      conflicts: [],
    });
    const { dialog } = await system.story().client.run(DialogMessagesDocument, { dialogId });
    expect(dialog?.messages.nodes.map(({ changeset }) => changeset)).toEqual([null, { id: changesetId }]);
  });

  test('is a node like any other', async () => {
    const { changesetId, taskId } = await proposed();
    const query = `{ node(id: "${changesetId}") { __typename id ... on Changeset { baseVersion task { id } } } }`;
    const { body } = await system.rest.post('/graphql', { query });
    const node = { __typename: 'Changeset', id: changesetId, baseVersion: 1, task: { id: taskId } };
    expect(body).toEqual({ data: { node } });
  });

  test('is superseded by a later one of its dialog, and by no other', async () => {
    const first = await proposed();
    const elsewhere = await proposed();
    const second = await system.propose(first.sessionId, proposal(README), first.dialogId);
    expect((await system.changeset(first.changesetId)).status).toBe('SUPERSEDED');
    expect((await system.changeset(second.changesetId)).status).toBe('PROPOSED');
    expect((await system.changeset(elsewhere.changesetId)).status).toBe('PROPOSED');
  });

  test('is told by a replay of its task in the same bytes, whatever has become of it', async () => {
    const { taskId, changesetId, sessionId, dialogId } = await proposed();
    const replay = async () => (await fetch(`${system.api.url}/api/events?task_id=${taskId}`)).text();
    const before = await replay();
    await system.review(changesetId, [{ path: 'README.md', decision: 'REJECTED', reason: 'No.' }]);
    expect(await replay()).toBe(before);
    await system.propose(sessionId, proposal(NEW), dialogId);
    expect(await replay()).toBe(before);
    expect(before).toContain('event: task_changeset');
  });

  test('goes with its dialog', async () => {
    const { dialogId, changesetId } = await proposed();
    await system.review(changesetId, [{ path: 'docs/new.md', decision: 'REJECTED' }]);
    await system.api.services.dialogs.delete('local', dialogId);
    expect((await system.rest.get(`/api/changesets/${changesetId}`)).status).toBe(404);
    const operations = 'select path from changeset_operations where changeset_id = $1';
    expect((await system.api.pool.query(operations, [changesetId])).rows).toEqual([]);
  });

  test('of a deleted session is found no more', async () => {
    const { sessionId, changesetId } = await proposed();
    await system.rest.delete(`/api/rag/sessions/${sessionId}`);
    expect((await system.rest.get(`/api/changesets/${changesetId}`)).status).toBe(404);
    expect(await system.review(changesetId, [{ path: 'README.md', decision: 'ACCEPTED' }])).toMatchObject({
      __typename: 'NotFoundError',
    });
  });
});

describe('the next turn', () => {
  test('is told each rejection with its reason, and that nothing was applied', async () => {
    const { dialogId, changesetId } = await proposed();
    await system.review(changesetId, [
      { path: 'README.md', decision: 'REJECTED', reason: 'Лицензия "MIT" нам не подходит.' },
      { path: 'docs/new.md', decision: 'ACCEPTED' },
    ]);
    await system.story().ask(dialogId, 'What now?', { mode: 'QA' });
    const [, , reply] = system.model.calls.at(-1) ?? [];
    expect(reply).toEqual({
      role: 'assistant',
      content: [
        'Here is what I would change.',
        '',
        '[Note: the edits proposed here, "Brings the documents up to date.", were: NOT applied so far.',
        '- update "README.md": rejected by the person, with the reason "Лицензия \\"MIT\\" нам не подходит."',
        '- create "docs/new.md": accepted by the person',
        '- delete "docs/old.md": not decided yet]',
      ].join('\n'),
    });
  });

  test('takes a rejected, a superseded or a stale proposal for what it is', async () => {
    const { sessionId, dialogId, changesetId } = await proposed();
    await system.review(
      changesetId,
      EDITS.map(({ path }) => ({ path, decision: 'REJECTED' as const })),
    );
    await system.propose(sessionId, proposal(NEW), dialogId);
    const last = await system.propose(sessionId, proposal(README), dialogId);
    await system
      .story()
      .finishJob(await system.story().change(sessionId, [{ upsert: { path: 'README.md', content: '# Other\n' } }]));
    await system.review(last.changesetId, [{ path: 'README.md', decision: 'ACCEPTED' }]);
    await system.story().ask(dialogId, 'What now?', { mode: 'QA' });
    for (const fate of [
      'rejected as a whole, NOTHING of it was applied.',
      'NOTHING of it was applied, a later proposal took its place.',
      'NOTHING of it was applied, since files had changed meanwhile.',
    ]) {
      expect(lastPrompt()).toContain(`were: ${fate}`);
    }
    expect(system.agent.inputs.at(-1)?.history.map((message) => message.proposal?.status)).toEqual([
      undefined,
      'REJECTED',
      undefined,
      'SUPERSEDED',
      undefined,
      'STALE',
    ]);
  });

  test('hears nothing of a turn that failed', async () => {
    const dialogId = await system.story().dialog(await system.story().index(FILES));
    system.agent.next(new AgentFailure('BAD_MODEL_OUTPUT', 'It was not JSON.'));
    const failed = await system.story().ask(dialogId, 'Bring the documents up to date.');
    expect(failed).toMatchObject({ status: 'ERROR', resultType: 'ANSWER', reply: { changeset: null } });
    await system.story().ask(dialogId, 'What now?', { mode: 'QA' });
    expect(lastPrompt()).not.toContain('Here is what I would change.');
  });

  test('has each reply behind its own question, however quickly they were sent', async () => {
    const sessionId = await system.story().index(FILES);
    const story = system.story();
    const dialogId = await story.dialog(sessionId);
    for (const path of ['docs/one.md', 'docs/two.md', 'docs/three.md']) {
      system.agent.next(proposal(created(path, `${path}\n`)));
    }
    const sent = [];
    for (const text of ['One.', 'Two.', 'Three.']) sent.push(await story.send(dialogId, text));
    for (const { taskId } of sent) await collect(story.taskEvents(taskId));
    const told = system.agent.inputs
      .at(-1)
      ?.history.map(({ role, content, proposal: made }) => [role, content, made?.operations[0]?.path]);
    expect(told).toEqual([
      ['USER', 'One.', undefined],
      ['ASSISTANT', 'Here is what I would change.', 'docs/one.md'],
      ['USER', 'Two.', undefined],
      ['ASSISTANT', 'Here is what I would change.', 'docs/two.md'],
    ]);
  });

  test('keeps a turn of which only the question was summed up', async () => {
    const { sessionId, dialogId } = await proposed();
    await system.propose(sessionId, proposal(README), dialogId);
    system.agent.next({ summary: { text: 'They asked.', messages: 3 } });
    await system.story().ask(dialogId, 'Sum up.');
    system.agent.next(proposal(README));
    await system.story().ask(dialogId, 'Again.');
    const questions = system.agent.inputs
      .at(-1)
      ?.history.flatMap(({ role, content }) => (role === 'USER' ? content : []));
    expect(questions).toEqual(['Bring the documents up to date.', 'Sum up.']);
  });

  test('begins after what was summed up, and has the summary', async () => {
    const dialogId = await system.story().dialog(await system.story().index(FILES));
    await system.story().ask(dialogId, 'One?', { mode: 'QA' });
    await system.story().ask(dialogId, 'Two?', { mode: 'QA' });
    system.agent.next({ summary: { text: 'They asked for one.', messages: 2 } });
    await system.story().ask(dialogId, 'Three?');
    await system.story().ask(dialogId, 'Four?', { mode: 'QA' });
    const input = system.agent.inputs.at(-1);
    expect(input?.summary).toBe('They asked for one.');
    expect(input?.history.map(({ content }) => content)).toEqual([
      'Two?',
      'Understood.',
      'Three?',
      'Here is what I would change.',
    ]);
    expect(system.agent.inputs.at(-2)?.history[0]?.content).toBe('One?');
  });
});
