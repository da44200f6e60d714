import { describe, expect, test } from 'vitest';
import type { OperationDecisionInput } from '../../src/generated/documents/graphql.js';
import { created, proposal, updated } from '../kit/changesets/proposals.js';
import { ProposingSystem } from '../kit/changesets/proposing-system.js';
import { sha256 } from '../kit/rest-shapes.js';

const FILES = { 'a.md': 'A\n', 'b.md': 'B\n' };
const A = updated('a.md', FILES['a.md'], 'A!\n');
const B = updated('b.md', FILES['b.md'], 'B!\n');
const NEW = created('new.md', 'New\n');

const system = ProposingSystem.use();

async function proposed() {
  const sessionId = await system.story().index(FILES);
  return { sessionId, ...(await system.propose(sessionId, proposal(A, B, NEW))) };
}

const accept = (path: string): OperationDecisionInput => ({ path, decision: 'ACCEPTED' });
const reject = (path: string, reason?: string): OperationDecisionInput => ({ path, decision: 'REJECTED', reason });

async function stateOf(changesetId: string) {
  const { status, operations, conflicts } = await system.changeset(changesetId);
  return {
    status,
    decisions: operations.map(({ decision }) => decision),
    reasons: operations.map(({ decisionReason }) => decisionReason),
    conflicts,
  };
}

/** Makes a file something else, and waits until the index has it. */
async function change(sessionId: string, path: string, content: string): Promise<void> {
  await system.story().finishJob(await system.story().change(sessionId, [{ upsert: { path, content } }]));
}

describe('a review', () => {
  test('decides operation by operation, and is complete when every one is decided', async () => {
    const { changesetId } = await proposed();
    await system.review(changesetId, [accept('a.md'), reject('b.md', ' Not so loud. ')]);
    const partly = { decisions: ['ACCEPTED', 'REJECTED', 'PENDING'], reasons: [null, 'Not so loud.', null] };
    expect(await stateOf(changesetId)).toEqual({ status: 'PROPOSED', ...partly, conflicts: [] });
    await system.review(changesetId, [{ ...accept('new.md'), reason: 'Well said.' }]);
    expect(await stateOf(changesetId)).toEqual({
      status: 'REVIEWED',
      decisions: ['ACCEPTED', 'REJECTED', 'ACCEPTED'],
      reasons: [null, 'Not so loud.', 'Well said.'],
      conflicts: [],
    });
  });

  test('can change a decision, and take it back with its reason', async () => {
    const { changesetId } = await proposed();
    await system.review(changesetId, [reject('a.md', 'No.'), accept('b.md'), accept('new.md')]);
    await system.review(changesetId, [{ path: 'a.md', decision: 'PENDING' }, reject('b.md')]);
    expect(await stateOf(changesetId)).toEqual({
      status: 'PROPOSED',
      decisions: ['PENDING', 'REJECTED', 'ACCEPTED'],
      reasons: [null, null, null],
      conflicts: [],
    });
  });

  test('that rejects everything closes the changeset', async () => {
    const { changesetId } = await proposed();
    const answer = await system.review(changesetId, [reject('a.md'), reject('b.md'), reject('new.md')]);
    expect(answer).toMatchObject({ changeset: { status: 'REJECTED' } });
    const closed = { __typename: 'ChangesetClosedError', changeset: { id: changesetId, status: 'REJECTED' } };
    expect(await system.review(changesetId, [accept('a.md')])).toMatchObject(closed);
  });

  test('of a superseded changeset is refused', async () => {
    const { sessionId, dialogId, changesetId } = await proposed();
    await system.propose(sessionId, proposal(NEW), dialogId);
    const closed = { code: 'CHANGESET_CLOSED', changeset: { id: changesetId, status: 'SUPERSEDED' } };
    expect(await system.review(changesetId, [accept('a.md')])).toMatchObject(closed);
  });

  test('of several people at once keeps what each has decided', async () => {
    const { changesetId } = await proposed();
    await Promise.all([
      system.review(changesetId, [accept('a.md')]),
      system.review(changesetId, [reject('b.md', 'No.')]),
      system.review(changesetId, [accept('new.md')]),
    ]);
    expect(await stateOf(changesetId)).toEqual({
      status: 'REVIEWED',
      decisions: ['ACCEPTED', 'REJECTED', 'ACCEPTED'],
      reasons: [null, 'No.', null],
      conflicts: [],
    });
  });

  test('counts as activity of the dialog, which is then not idle', async () => {
    const { dialogId, changesetId } = await proposed();
    const activity = async () =>
      (await system.api.services.dialogs.find('local', dialogId))?.lastActivityAt ?? new Date(0);
    const before = await activity();
    await system.review(changesetId, [accept('a.md')]);
    expect((await activity()).getTime()).toBeGreaterThan(before.getTime());
  });

  test('takes a path in any Unicode form', async () => {
    const sessionId = await system.story().index(FILES);
    const { changesetId } = await system.propose(sessionId, proposal(created('йод.md', 'I\n')));
    await system.review(changesetId, [accept('йод.md'.normalize('NFD'))]);
    expect((await stateOf(changesetId)).status).toBe('REVIEWED');
  });
});

describe('files that have changed since', () => {
  test('make the whole changeset stale, name each conflict, and nothing is decided', async () => {
    const { sessionId, changesetId } = await proposed();
    await change(sessionId, 'a.md', 'Other\n');
    await change(sessionId, 'new.md', 'Mine\n');
    const conflicts = [
      { path: 'a.md', expected: sha256('A\n'), actual: sha256('Other\n') },
      { path: 'new.md', expected: null, actual: sha256('Mine\n') },
    ];
    const answer = await system.review(changesetId, [accept('b.md')]);
    expect(answer).toMatchObject({
      code: 'STALE_BASE',
      conflicts,
      message: expect.stringMatching(/"a\.md", "new\.md"/),
    });
    const undecided = { decisions: ['PENDING', 'PENDING', 'PENDING'], reasons: [null, null, null] };
    expect(await stateOf(changesetId)).toEqual({ status: 'STALE', ...undecided, conflicts });
  });

  test('do no harm where the operation is rejected', async () => {
    const { sessionId, changesetId } = await proposed();
    await change(sessionId, 'a.md', 'Other\n');
    await system.review(changesetId, [reject('a.md'), accept('b.md'), accept('new.md')]);
    expect(await stateOf(changesetId)).toMatchObject({ status: 'REVIEWED', conflicts: [] });
  });

  test('are no conflict where they already have the result', async () => {
    const { sessionId, changesetId } = await proposed();
    await change(sessionId, 'a.md', 'A!\n');
    await change(sessionId, 'new.md', 'New\n');
    await system.review(changesetId, [accept('a.md'), accept('b.md'), accept('new.md')]);
    expect(await stateOf(changesetId)).toMatchObject({ status: 'REVIEWED', conflicts: [] });
  });

  test('keep it stale until they are back, and rejecting is possible meanwhile', async () => {
    const { sessionId, changesetId } = await proposed();
    await change(sessionId, 'a.md', 'Other\n');
    await system.review(changesetId, [accept('a.md')]);
    await system.review(changesetId, [reject('b.md', 'No.')]);
    expect(await stateOf(changesetId)).toMatchObject({
      status: 'STALE',
      decisions: ['PENDING', 'REJECTED', 'PENDING'],
      conflicts: [{ path: 'a.md' }],
    });
    await change(sessionId, 'a.md', 'A\n');
    await system.review(changesetId, [accept('a.md')]);
    expect(await stateOf(changesetId)).toEqual({
      status: 'PROPOSED',
      decisions: ['ACCEPTED', 'REJECTED', 'PENDING'],
      reasons: [null, 'No.', null],
      conflicts: [],
    });
  });
});
