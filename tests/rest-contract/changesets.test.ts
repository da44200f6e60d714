import { describe, expect, test } from 'vitest';
import { appliedFile, created, deleted, proposal, updated } from '../kit/changesets/proposals.js';
import { ProposingSystem } from '../kit/changesets/proposing-system.js';
import { collect } from '../kit/collect.js';
import {
  anId,
  expectAnswer,
  expectInvalid,
  expectNotFound,
  expectProblem,
  NO_SUCH,
  sha256,
} from '../kit/rest-shapes.js';

const FILES = { 'README.md': '# Shop\n', 'docs/old.md': 'Old.\n' };
const README = updated('README.md', FILES['README.md'], '# Shop\n\nMIT.\n');
const NEW = created('docs/new.md', 'New.\n');
const OLD = deleted('docs/old.md', FILES['docs/old.md']);

/** The operations as this contract writes them, without what a review decides. */
const OPERATIONS = [
  {
    op: 'update',
    path: 'README.md',
    base_hash: sha256('# Shop\n'),
    result_hash: sha256('# Shop\n\nMIT.\n'),
    content: '# Shop\n\nMIT.\n',
    diff: README.diff,
    rationale: 'So that README.md is up to date.',
  },
  {
    op: 'create',
    path: 'docs/new.md',
    base_hash: null,
    result_hash: sha256('New.\n'),
    content: 'New.\n',
    diff: NEW.diff,
    rationale: null,
  },
  {
    op: 'delete',
    path: 'docs/old.md',
    base_hash: sha256('Old.\n'),
    result_hash: null,
    content: null,
    diff: OLD.diff,
    rationale: null,
  },
];
const SUMMARY = 'Brings the documents up to date.';
const CHECKS = OPERATIONS.map(({ path }) => ({ name: 'path', status: 'PASS', message: null, path }));
const PENDING = { decision: 'pending', decision_reason: null };

const system = ProposingSystem.use();

async function proposed() {
  const sessionId = await system.story().index(FILES);
  const made = await system.propose(sessionId, proposal(README, NEW, OLD));
  return { sessionId, ...made, address: `/api/changesets/${made.changesetId}` };
}

const APPLIED = {
  applied: [README, NEW, OLD].map(appliedFile).map(({ path, resultHash }) => ({ path, result_hash: resultHash })),
};

describe('a task that proposes edits', () => {
  test('carries them as they stand, in its events only as they were made', async () => {
    const { taskId, dialogId, changesetId, address } = await proposed();
    const changeset = { changeset_id: changesetId, summary: SUMMARY, operations: OPERATIONS, checks: CHECKS };
    const events = await collect(system.rest.events(`/api/events?task_id=${taskId}`));
    const [told, terminal] = events.slice(-2);
    expect([told?.event, JSON.parse(told?.data ?? '')]).toEqual(['task_changeset', { task_id: taskId, ...changeset }]);

    await system.rest.post(`${address}/review`, { decisions: [{ path: 'README.md', decision: 'accepted' }] });
    const task = await system.rest.get(`/api/tasks/${taskId}`);
    const [first, ...others] = OPERATIONS;
    expect(task.body).toMatchObject({
      result_type: 'changeset',
      answer: 'Here is what I would change.',
      changeset: {
        ...changeset,
        status: 'proposed',
        operations: [{ ...first, ...PENDING, decision: 'accepted' }, ...others.map((it) => ({ ...it, ...PENDING }))],
      },
    });
    expect([terminal?.event, JSON.parse(terminal?.data ?? '')]).toEqual(['terminal', { ...task.body, changeset }]);

    const { body } = await system.rest.get(`/api/chat/dialogs/${dialogId}/messages`);
    expect(body.messages.map((message: { changeset_id: string | null }) => message.changeset_id)).toEqual([
      null,
      changesetId,
    ]);
  });
});

describe('GET /api/changesets/{changeset_id}', () => {
  test('gives the changeset as it stands', async () => {
    const { changesetId, address } = await proposed();
    expectAnswer(await system.rest.get(address), {
      status: 200,
      body: {
        changeset_id: changesetId,
        status: 'proposed',
        summary: SUMMARY,
        operations: OPERATIONS.map((it) => ({ ...it, ...PENDING })),
        checks: CHECKS,
        conflicts: [],
      },
    });
    expectNotFound(await system.rest.get(`/api/changesets/${NO_SUCH.changeset}`), 'changeset', NO_SUCH.changeset);
  });
});

describe('POST /api/changesets/{changeset_id}/review', () => {
  test('decides, and gives the changeset as it then stands', async () => {
    const { changesetId, address } = await proposed();
    const decisions = [
      { path: 'README.md', decision: 'accepted' },
      { path: 'docs/new.md', decision: 'rejected', reason: 'Too short.' },
      { path: 'docs/old.md', decision: 'accepted' },
    ];
    expectAnswer(await system.rest.post(`${address}/review`, { decisions }), {
      status: 200,
      body: {
        changeset_id: changesetId,
        status: 'reviewed',
        summary: SUMMARY,
        operations: OPERATIONS.map((it, index) => ({
          ...it,
          decision: decisions[index]?.decision,
          decision_reason: index === 1 ? 'Too short.' : null,
        })),
        checks: CHECKS,
        conflicts: [],
      },
    });
  });

  test('is refused with each conflict when files have changed since', async () => {
    const { sessionId, address } = await proposed();
    await system.story().change(sessionId, [{ delete: 'README.md' }]);
    const conflicts = [{ path: 'README.md', expected: sha256('# Shop\n'), actual: null }];
    const decisions = [{ path: 'README.md', decision: 'accepted' }];
    expectProblem(await system.rest.post(`${address}/review`, { decisions }), {
      status: 409,
      code: 'STALE_BASE',
      detail: /"README\.md"\. Ask for the edits again/,
      members: { conflicts },
    });
    expect((await system.rest.get(address)).body).toMatchObject({ status: 'stale', conflicts });
  });

  test('names what it cannot take by this contract’s own paths', async () => {
    const { address } = await proposed();
    const review = (...decisions: object[]) => system.rest.post(`${address}/review`, { decisions });
    expectInvalid(await review({ path: 'x', decision: 'accepted' }), {
      'decisions[0].path': /no path of this changeset/,
    });
    expectInvalid(await review({ path: 'README.md', decision: 'perhaps' }), {
      'decisions[0].decision': /is "perhaps"; it must be one of "accepted", "rejected", "pending"/,
    });
  });
});

describe('POST /api/changesets/{changeset_id}/applied', () => {
  test('queues the index job; a changeset is applied once', async () => {
    const { changesetId, address } = await proposed();
    const headers = { 'idempotency-key': `applied ${changesetId}` };
    const answer = await system.rest.post(`${address}/applied`, APPLIED, headers);
    const { index_job_id } = answer.body;
    const expected = {
      status: 202,
      body: { changeset_id: changesetId, status: 'applied', index_job_id: anId('job') },
      location: `/api/index/jobs/${index_job_id}`,
    };
    expectAnswer(answer, expected);
    const again = await system.rest.post(`${address}/applied`, APPLIED, headers);
    expectAnswer(again, { ...expected, body: answer.body });
    expectProblem(await system.rest.post(`${address}/applied`, APPLIED), {
      status: 409,
      code: 'CHANGESET_CLOSED',
      detail: new RegExp(`"${changesetId}" has been applied`),
      members: { changeset: { changeset_id: changesetId, status: 'applied' } },
    });
  });

  test('has no job to tell of when the index has every result', async () => {
    const { sessionId, changesetId, address } = await proposed();
    await system
      .story()
      .change(sessionId, [
        { upsert: { path: 'README.md', content: '# Shop\n\nMIT.\n' } },
        { upsert: { path: 'docs/new.md', content: 'New.\n' } },
        { delete: 'docs/old.md' },
      ]);
    expectAnswer(await system.rest.post(`${address}/applied`, APPLIED), {
      status: 202,
      body: { changeset_id: changesetId, status: 'applied', index_job_id: null },
      location: address,
    });
  });

  test('names another hash, what was expected and the way out', async () => {
    const { address } = await proposed();
    const [first, ...others] = APPLIED.applied;
    const applied = [{ ...first, result_hash: sha256('mine') }, ...others];
    expectInvalid(await system.rest.post(`${address}/applied`, { applied }), {
      'applied[0].result_hash': new RegExp(`is ${sha256('mine')}, but the result is ${sha256('# Shop\n\nMIT.\n')}`),
    });
  });
});

test('somebody else’s changeset is not found', async () => {
  const { address, changesetId } = await proposed();
  expectNotFound(await system.rest.get(`${address}?owner=somebody`), 'changeset', changesetId);
  const decisions = [{ path: 'README.md', decision: 'accepted' }];
  expectNotFound(await system.rest.post(`${address}/review?owner=somebody`, { decisions }), 'changeset', changesetId);
  expectNotFound(await system.rest.post(`${address}/applied?owner=somebody`, APPLIED), 'changeset', changesetId);
});
