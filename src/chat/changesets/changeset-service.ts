import type { Pool } from 'pg';
import type { BaseConflict, ChangesetStatus } from '../../contracts/changeset.js';
import type { FileEdit, MadeEdit, RagIndexer } from '../../contracts/rag-indexer.js';
import type { Changeset, PrismaClient } from '../../generated/prisma/client.js';
import { inTransaction, type Sql, sqlOn } from '../../shared/database/sql.js';
import { ChangesetClosedError, type ClosedStatus, NotFoundError, StaleBaseError } from '../../shared/errors.js';
import {
  checkKey,
  giveBack,
  hashOf,
  type IdempotentRequest,
  recall,
  remember,
  reserve,
} from '../../shared/idempotency.js';
import { kindOfId } from '../../shared/ids.js';
import { type AppliedFile, acceptApplied } from './applied-files.js';
import { type ChangesetRow, lockChangeset, saveApplied, saveReview, saveStale } from './changeset-store.js';
import { accepts, decide, type OperationDecision } from './review.js';

export interface ConfirmAppliedInput {
  readonly changesetId: string;
  readonly applied: readonly AppliedFile[];
  readonly idempotencyKey?: string | null;
}

export interface ConfirmedChangeset {
  readonly dialogId: string;
  readonly changesetId: string;
  /** Null when the index had every result already. */
  readonly jobId: string | null;
}

export interface ChangesetServiceDependencies {
  readonly pool: Pool;
  readonly prisma: PrismaClient;
  readonly indexer: RagIndexer;
}

/** A changeset that is open and was applied as it was accepted. */
interface AppliedChangeset {
  readonly dialogId: string;
  readonly sessionId: string;
  readonly changesetId: string;
  readonly applied: readonly AppliedFile[];
  readonly edits: readonly MadeEdit[];
}

/** What a person does with proposed edits. `query` is always Prisma's selection. */
export class ChangesetService {
  readonly #with: ChangesetServiceDependencies;

  constructor(dependencies: ChangesetServiceDependencies) {
    this.#with = dependencies;
  }

  async find(ownerId: string, id: string, query: object = {}): Promise<Changeset | null> {
    if (kindOfId(id) !== 'changeset') return null;
    return this.#with.prisma.changeset.findFirst({
      ...query,
      where: { id, ownerId, dialog: { session: { deletedAt: null } } },
    });
  }

  conflicts(changeset: Pick<Changeset, 'conflicts'>): readonly BaseConflict[] {
    return changeset.conflicts as unknown as readonly BaseConflict[];
  }

  /**
   * Accepts and rejects operations. Nothing is accepted while the file of an operation that is not rejected is neither at
   * its base nor at its result: then the changeset becomes STALE, nothing else is written, and a `StaleBaseError` names
   * each such file. Throws a `NotFoundError`, a `ChangesetClosedError` or an `InvalidInputError`.
   */
  async review(
    ownerId: string,
    { changesetId, decisions }: { changesetId: string; decisions: readonly OperationDecision[] },
  ): Promise<{ changesetId: string }> {
    const { sessionId, edits } = await this.#proposal(ownerId, changesetId);
    const { indexer, pool } = this.#with;
    const conflicts = accepts(decisions) ? await indexer.findConflicts({ ownerId, sessionId, edits }) : [];
    const stale = await inTransaction(pool, async (sql) => {
      const decided = decide(await openChangeset(sql, changesetId), decisions);
      const rejected = new Set(decided.operations.flatMap((it) => (it.decision === 'REJECTED' ? [it.path] : [])));
      const counting = conflicts.filter(({ path }) => !rejected.has(path));
      if (counting.length > 0) await saveStale(sql, changesetId, counting);
      else await saveReview(sql, decided);
      return counting;
    });
    if (stale.length > 0) throw new StaleBaseError(stale);
    return { changesetId };
  }

  /**
   * Takes note that the client has applied the changeset, and has the index brought up to date. The index job is queued
   * first, under a key that the changeset gives: a process that dies in between leaves a changeset that is still open,
   * and the repeated request finds the job. Throws as `review` does, and a `LimitError` as an upload does.
   */
  async confirmApplied(
    ownerId: string,
    { changesetId, applied, idempotencyKey }: ConfirmAppliedInput,
  ): Promise<ConfirmedChangeset> {
    const key = checkKey(idempotencyKey);
    const { dialogId, sessionId } = await this.#proposal(ownerId, changesetId);
    const files = applied.map(({ path, resultHash = null }) => [path, resultHash]);
    const operation = 'confirmChangesetApplied';
    const request = { ownerId, operation, key, requestHash: hashOf(changesetId, files) };
    const { pool } = this.#with;
    const accepted = await inTransaction(pool, async (sql) => {
      const current = await lockChangeset(sql, changesetId);
      // Under the lock: of two at once under one key the second finds the first's result, not a changeset that it closed.
      // A known one is only read: who deletes its dialog has locked the key first, and would wait for the changeset.
      const known =
        (await recall<ConfirmedChangeset>(sql, request)) ?? (await reserve<ConfirmedChangeset>(sql, request));
      return known ?? acceptApplied(stillOpen(current, changesetId), applied);
    });
    if ('jobId' in accepted) return accepted;
    try {
      const edits = accepted.operations.filter(({ decision }) => decision === 'ACCEPTED');
      return await this.#bringUpToDate(request, { dialogId, sessionId, changesetId, applied, edits });
    } catch (error) {
      // A key that a dying process keeps does no harm: the request may be repeated under it.
      await giveBack(sqlOn(pool), request).catch(() => undefined);
      throw error;
    }
  }

  async #bringUpToDate(
    request: IdempotentRequest,
    { dialogId, sessionId, changesetId, applied, edits }: AppliedChangeset,
  ): Promise<ConfirmedChangeset> {
    const { indexer, pool } = this.#with;
    const { ownerId } = request;
    const { jobId, conflicts } = await indexer.queueEdits({ ownerId, sessionId, key: changesetId, edits });
    const confirmed = { dialogId, changesetId, jobId };
    const outcome = await inTransaction(pool, async (sql) => {
      const current = await lockChangeset(sql, changesetId);
      // Two at once under one key: the second has waited for the first here.
      const earlier = await recall<ConfirmedChangeset>(sql, request);
      if (earlier !== null) return earlier;
      // It was found open before its job was queued: what has been applied stays so when a newer proposal came since.
      const isApplied = current?.status === 'SUPERSEDED' && conflicts.length === 0;
      const open = isApplied ? current : stillOpen(current, changesetId);
      if (conflicts.length > 0) {
        await saveStale(sql, changesetId, conflicts);
        return null;
      }
      await saveApplied(sql, acceptApplied(open, applied), jobId);
      await remember(sql, request, confirmed);
      return confirmed;
    });
    if (outcome === null) throw new StaleBaseError(conflicts);
    return outcome;
  }

  /** What of a changeset never changes. Throws a `NotFoundError`. */
  async #proposal(
    ownerId: string,
    id: string,
  ): Promise<{ dialogId: string; sessionId: string; edits: readonly FileEdit[] }> {
    const found = (await this.find(ownerId, id, { include: { dialog: true, operations: true } })) as
      | (Changeset & { dialog: { sessionId: string }; operations: FileEdit[] })
      | null;
    if (found === null) throw new NotFoundError('changeset', id);
    return { dialogId: found.dialogId, sessionId: found.dialog.sessionId, edits: found.operations };
  }
}

/** The changeset, locked. Throws a `NotFoundError` or a `ChangesetClosedError`. */
async function openChangeset(sql: Sql, id: string): Promise<ChangesetRow> {
  return stillOpen(await lockChangeset(sql, id), id);
}

function stillOpen(changeset: ChangesetRow | null, id: string): ChangesetRow {
  if (changeset === null) throw new NotFoundError('changeset', id);
  const { status } = changeset;
  if (isClosed(status)) throw new ChangesetClosedError({ id, status });
  return changeset;
}

function isClosed(status: ChangesetStatus): status is ClosedStatus {
  return status === 'APPLIED' || status === 'REJECTED' || status === 'SUPERSEDED';
}
