import { describe, expect, test } from 'vitest';
import { ChangesetService } from '../../src/chat/changesets/changeset-service.js';
import type { RagIndexer } from '../../src/contracts/rag-indexer.js';
import { appliedFile, created, deleted, proposal, updated } from '../kit/changesets/proposals.js';
import { ProposingSystem } from '../kit/changesets/proposing-system.js';
import { Gate } from '../kit/gate.js';
import { sha256 } from '../kit/rest-shapes.js';

const FILES = { 'a.md': 'A\n', 'b.md': 'B\n', 'c.md': 'C\n' };
const A = updated('a.md', FILES['a.md'], '\ufeffA!\r\nno newline at the end');
const B = deleted('b.md', FILES['b.md']);
const NEW = created('docs/new.md', 'New\n');
const ALL = [A, B, NEW].map(appliedFile);
const AFTERWARDS = {
  'a.md': sha256('\ufeffA!\r\nno newline at the end'),
  'c.md': sha256('C\n'),
  'docs/new.md': sha256('New\n'),
};

const system = ProposingSystem.use();

async function proposed() {
  const sessionId = await system.story().index(FILES);
  return { sessionId, ...(await system.propose(sessionId, proposal(A, B, NEW))) };
}

async function jobsOf(sessionId: string): Promise<number> {
  const { rows } = await system.api.pool.query('select id from rag_index_jobs where session_id = $1', [sessionId]);
  return rows.length;
}

/** A process that queues edits in its own way. */
function serviceWith(queueEdits: RagIndexer['queueEdits']): ChangesetService {
  const { pool, indexer, services } = system.api;
  const { prisma } = services;
  return new ChangesetService({
    pool,
    prisma,
    indexer: {
      hasEnded: (job) => indexer.hasEnded(job),
      findConflicts: (edits) => indexer.findConflicts(edits),
      queueEdits,
    },
  });
}

/** Confirms and watches the index job to its end. */
async function confirmAndIndex(...input: Parameters<typeof system.confirm>) {
  const answer = await system.confirm(...input);
  if (!('job' in answer) || answer.job === null) throw new Error(`There is no job: ${JSON.stringify(answer)}`);
  return system.story().finishJob(answer.job.id);
}

describe('a changeset that the client has applied', () => {
  test('becomes an index job, after which the index has every result to the byte', async () => {
    const { sessionId, changesetId } = await proposed();
    await system.review(
      changesetId,
      ALL.map(({ path }) => ({ path, decision: 'ACCEPTED' as const })),
    );
    const job = await confirmAndIndex(changesetId, ALL);
    expect(job).toMatchObject({ status: 'DONE', counts: { totalFiles: 3, deletedFiles: 1 } });
    expect(await system.hashes(sessionId)).toEqual(AFTERWARDS);
    expect((await system.changeset(changesetId)).status).toBe('APPLIED');
    const { rows } = await system.api.pool.query('select index_job_id from changesets where id = $1', [changesetId]);
    expect(rows).toEqual([{ index_job_id: job.id }]);
  });

  test('without a review is accepted by being applied', async () => {
    const { changesetId } = await proposed();
    await confirmAndIndex(changesetId, ALL);
    const { status, operations } = await system.changeset(changesetId);
    expect([status, ...operations.map(({ decision }) => decision)]).toEqual([
      'APPLIED',
      'ACCEPTED',
      'ACCEPTED',
      'ACCEPTED',
    ]);
  });

  test('leaves the files of rejected operations alone', async () => {
    const { sessionId, changesetId } = await proposed();
    await system.review(changesetId, [{ path: 'b.md', decision: 'REJECTED', reason: 'Still needed.' }]);
    await confirmAndIndex(changesetId, [appliedFile(A), appliedFile(NEW)]);
    expect(await system.hashes(sessionId)).toEqual({ ...AFTERWARDS, 'b.md': sha256('B\n') });
    const { operations } = await system.changeset(changesetId);
    expect(operations[1]).toMatchObject({ decision: 'REJECTED', decisionReason: 'Still needed.' });
  });

  test('is told as applied in the next turn’s prompt', async () => {
    const { dialogId, changesetId } = await proposed();
    await system.confirm(changesetId, ALL);
    await system.story().ask(dialogId, 'What now?', { mode: 'QA' });
    expect(JSON.stringify(system.model.calls.at(-1))).toContain('were: applied, except for what was rejected.');
  });

  test('needs no job when the client’s watcher was faster, whether its upload is indexed or still queued', async () => {
    const { sessionId, changesetId } = await proposed();
    const content = '\ufeffA!\r\nno newline at the end';
    await system
      .story()
      .change(sessionId, [
        { upsert: { path: 'a.md', content } },
        { delete: 'b.md' },
        { upsert: { path: 'docs/new.md', content: 'New\n' } },
      ]);
    const answer = await system.confirm(changesetId, ALL);
    expect(answer).toMatchObject({ changeset: { id: changesetId, status: 'APPLIED' }, job: null });
    expect(await jobsOf(sessionId)).toBe(2);
  });

  test('has only those files indexed that the watcher had not sent yet', async () => {
    const { sessionId, changesetId } = await proposed();
    await system.story().change(sessionId, [{ upsert: { path: 'docs/new.md', content: 'New\n' } }]);
    expect(await confirmAndIndex(changesetId, ALL)).toMatchObject({ counts: { totalFiles: 2 } });
    expect(await system.hashes(sessionId)).toEqual(AFTERWARDS);
  });

  test('is stale when a file is neither what it was nor what it should be, and no job is queued', async () => {
    const { sessionId, changesetId } = await proposed();
    await system.story().change(sessionId, [{ upsert: { path: 'b.md', content: 'Mine\n' } }]);
    const jobs = await jobsOf(sessionId);
    const conflicts = [{ path: 'b.md', expected: sha256('B\n'), actual: sha256('Mine\n') }];
    expect(await system.confirm(changesetId, ALL)).toMatchObject({ code: 'STALE_BASE', conflicts });
    expect(await system.changeset(changesetId)).toMatchObject({ status: 'STALE', conflicts });
    expect(await jobsOf(sessionId)).toBe(jobs);
    await system.story().change(sessionId, [{ delete: 'b.md' }]);
    await confirmAndIndex(changesetId, ALL);
    expect(await system.changeset(changesetId)).toMatchObject({ status: 'APPLIED', conflicts: [] });
  });
});

describe('a confirmation', () => {
  test.each([
    ['that leaves an operation out', ALL.slice(1), [['applied']], /leaves out "a\.md"\. .*reject them first/],
    [
      'with another hash',
      [{ path: 'a.md', resultHash: sha256('x') }, ...ALL.slice(1)],
      [['applied', '0', 'resultHash']],
      /is 2d71.*the result is/,
    ],
    [
      'of a file as deleted that is not',
      [{ path: 'a.md', resultHash: null }, ...ALL.slice(1)],
      [['applied', '0', 'resultHash']],
      /is null, which says that the file was deleted, but the result is/,
    ],
    [
      'of a file as kept that is deleted',
      [ALL[0], { path: 'b.md', resultHash: sha256('B\n') }, ALL[2]],
      [['applied', '1', 'resultHash']],
      /the operation deletes the file/,
    ],
    [
      'of a path that it does not have',
      [...ALL, { path: 'c.md', resultHash: sha256('C\n') }],
      [['applied', '3', 'path']],
      /"c\.md" is no path of this changeset, which has "a\.md", "b\.md", "docs\/new\.md"/,
    ],
    ['of one path twice', [...ALL, appliedFile(A)], [['applied', '3', 'path']], /"a\.md" is given twice/],
  ])('%s is refused, and nothing is done', async (_what, applied, paths, message) => {
    const { sessionId, changesetId } = await proposed();
    const answer = await system.confirm(changesetId, applied as typeof ALL);
    expect(answer).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringMatching(message) });
    expect('fields' in answer && answer.fields.map(({ path }) => path)).toEqual(paths);
    expect((await system.changeset(changesetId)).status).toBe('PROPOSED');
    expect(await jobsOf(sessionId)).toBe(1);
  });

  test('of a rejected operation is refused', async () => {
    const { changesetId } = await proposed();
    await system.review(changesetId, [{ path: 'b.md', decision: 'REJECTED' }]);
    expect(await system.confirm(changesetId, ALL)).toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringMatching(/applied\.1\.path: "b\.md" was rejected/),
    });
  });

  test('repeated under its key gives the first answer; without one, the changeset is closed', async () => {
    const { sessionId, changesetId } = await proposed();
    const first = await system.confirm(changesetId, ALL, `key of ${changesetId}`);
    const again = await system.confirm(changesetId, ALL, `key of ${changesetId}`);
    const idOf = (answer: typeof first) => ('job' in answer ? answer.job?.id : undefined);
    expect(idOf(first)).toMatch(/^job_/);
    expect(idOf(again)).toBe(idOf(first));
    expect(await system.confirm(changesetId, ALL)).toMatchObject({
      code: 'CHANGESET_CLOSED',
      changeset: { id: changesetId, status: 'APPLIED' },
    });
    expect(await system.confirm(changesetId, ALL.slice(1), `key of ${changesetId}`)).toMatchObject({
      code: 'IDEMPOTENCY_MISMATCH',
    });
    expect(await jobsOf(sessionId)).toBe(2);
  });

  test('sent several times at once under one key is done once', async () => {
    const { sessionId, changesetId } = await proposed();
    const key = `key of ${changesetId}`;
    const answers = await Promise.all([1, 2, 3, 4].map(() => system.confirm(changesetId, ALL, key)));
    expect(new Set(answers.map((answer) => ('job' in answer ? answer.job?.id : JSON.stringify(answer)))).size).toBe(1);
    expect(await jobsOf(sessionId)).toBe(2);
  });

  test('of two changesets at once under one key is done for the first one, and the other is left alone', async () => {
    const [first, second] = [await proposed(), await proposed()];
    const key = `key of ${first.changesetId}`;
    const [queueing, queue] = [new Gate(), new Gate()];
    const slow = serviceWith(async (edits) => {
      queueing.open();
      await queue.opened;
      return system.api.indexer.queueEdits(edits);
    });
    const confirming = slow.confirmApplied('local', { ...first, applied: ALL, idempotencyKey: key });
    await queueing.opened;
    expect(await system.confirm(second.changesetId, ALL, key)).toMatchObject({ code: 'IDEMPOTENCY_MISMATCH' });
    queue.open();
    expect(await confirming).toMatchObject({ changesetId: first.changesetId });
    expect([await jobsOf(first.sessionId), await jobsOf(second.sessionId)]).toEqual([2, 1]);
    expect((await system.changeset(second.changesetId)).status).toBe('PROPOSED');
  });

  test('that was refused leaves its key for another one', async () => {
    const [stale, other] = [await proposed(), await proposed()];
    const key = `key of ${stale.changesetId}`;
    await system.story().change(stale.sessionId, [{ upsert: { path: 'b.md', content: 'Mine\n' } }]);
    expect(await system.confirm(stale.changesetId, ALL, key)).toMatchObject({ code: 'STALE_BASE' });
    expect(await system.confirm(other.changesetId, ALL, key)).toMatchObject({ changeset: { status: 'APPLIED' } });
  });

  test('that died before it was stored succeeds when repeated, with the job that it had queued', async () => {
    const { sessionId, changesetId } = await proposed();
    const dying = serviceWith(async (edits) => {
      await system.api.indexer.queueEdits(edits);
      throw new Error('The process died.');
    });
    await expect(dying.confirmApplied('local', { changesetId, applied: ALL })).rejects.toThrow('The process died.');
    expect((await system.changeset(changesetId)).status).toBe('PROPOSED');
    // What the person does in the meantime does not matter: the first job was queued when the files were right.
    await system.story().change(sessionId, [{ upsert: { path: 'a.md', content: 'Later\n' } }]);
    const answer = await system.confirm(changesetId, ALL);
    expect(answer).toMatchObject({ changeset: { status: 'APPLIED' }, job: { id: expect.stringMatching(/^job_/) } });
    expect(await jobsOf(sessionId)).toBe(3);
  });

  test('is forgotten with its dialog', async () => {
    const { dialogId, changesetId } = await proposed();
    await system.confirm(changesetId, ALL, `key of ${changesetId}`);
    await system.api.services.dialogs.delete('local', dialogId);
    const { rows } = await system.api.pool.query('select key from idempotency_keys where key = $1', [
      `key of ${changesetId}`,
    ]);
    expect(rows).toEqual([]);
    expect(await system.confirm(changesetId, ALL, `key of ${changesetId}`)).toMatchObject({ code: 'NOT_FOUND' });
  });
});
