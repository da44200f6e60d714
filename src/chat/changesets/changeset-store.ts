import type { BaseConflict, ChangesetStatus, Decision, ProposedChangeset } from '../../contracts/changeset.js';
import type { Sql } from '../../shared/database/sql.js';
import { newId } from '../../shared/ids.js';

/** An operation as it is stored, in the form that decisions and comparisons need. */
export interface OperationRow {
  readonly ordinal: number;
  readonly path: string;
  readonly baseHash: string | null;
  readonly resultHash: string | null;
  readonly content: string | null;
  readonly decision: Decision;
  readonly reason: string | null;
}

export interface ChangesetRow {
  readonly id: string;
  readonly status: ChangesetStatus;
  readonly operations: readonly OperationRow[];
}

/** Stores what a task proposes, and marks what its dialog proposed before as superseded; gives the new id. */
export async function insertChangeset(
  sql: Sql,
  of: { ownerId: string; dialogId: string; taskId: string },
  { summary, baseVersion, operations, checks }: ProposedChangeset,
): Promise<string> {
  await sql.query(
    `update changesets set status = 'SUPERSEDED' where dialog_id = $1 and status in ('PROPOSED', 'REVIEWED', 'STALE')`,
    [of.dialogId],
  );
  const id = newId('changeset');
  await sql.query(
    `insert into changesets (id, owner_id, dialog_id, task_id, base_version, summary, checks)
     values ($1, $2, $3, $4, $5, $6, $7::jsonb)`,
    [id, of.ownerId, of.dialogId, of.taskId, baseVersion, summary, JSON.stringify(checks)],
  );
  await sql.query(
    `insert into changeset_operations
       (changeset_id, ordinal, kind, path, base_hash, result_hash, content, diff, rationale)
     select $1, n::int, kind::"OperationKind", path, base_hash, result_hash, content, diff, rationale
     from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
       with ordinality as given (kind, path, base_hash, result_hash, content, diff, rationale, n)`,
    [
      id,
      operations.map(({ op }) => op.toUpperCase()),
      operations.map(({ path }) => path),
      operations.map((operation) => ('baseHash' in operation ? operation.baseHash : null)),
      operations.map((operation) => ('resultHash' in operation ? operation.resultHash : null)),
      operations.map((operation) => ('content' in operation ? operation.content : null)),
      operations.map(({ diff }) => diff),
      operations.map(({ rationale }) => rationale),
    ],
  );
  return id;
}

/** Locks the changeset until the transaction ends, so that of two who change it the second sees what the first did. */
export async function lockChangeset(sql: Sql, id: string): Promise<ChangesetRow | null> {
  const [row] = await sql.query<{ status: ChangesetStatus }>('select status from changesets where id = $1 for update', [
    id,
  ]);
  if (row === undefined) return null;
  const operations = await sql.query<OperationRow>(
    `select ordinal, path, base_hash as "baseHash", result_hash as "resultHash", content, decision,
       decision_reason as reason
     from changeset_operations where changeset_id = $1 order by ordinal`,
    [id],
  );
  return { id, status: row.status, operations };
}

/** Writes where a reviewed changeset stands, and every decision. */
export async function saveReview(sql: Sql, { id, status, operations }: ChangesetRow): Promise<void> {
  await sql.query(
    `update changesets set status = $2::"ChangesetStatus", reviewed_at = now(),
       conflicts = case when $2 = 'STALE' then conflicts else '[]'::jsonb end
     where id = $1`,
    [id, status],
  );
  await saveDecisions(sql, id, operations);
}

/** Nothing of it can be applied as it is: these files are no longer what it was made from. */
export async function saveStale(sql: Sql, id: string, conflicts: readonly BaseConflict[]): Promise<void> {
  await sql.query(`update changesets set status = 'STALE', conflicts = $2::jsonb where id = $1`, [
    id,
    JSON.stringify(conflicts),
  ]);
}

export async function saveApplied(
  sql: Sql,
  { id, operations }: ChangesetRow,
  indexJobId: string | null,
): Promise<void> {
  await sql.query(
    `update changesets set status = 'APPLIED', conflicts = '[]', index_job_id = $2, applied_at = now() where id = $1`,
    [id, indexJobId],
  );
  await saveDecisions(sql, id, operations);
}

/**
 * A decision is activity: the dialog is not idle, and is not removed as such. Whoever removes it or ends its task has
 * locked it before the changeset, so nobody waits for it here.
 */
async function saveDecisions(sql: Sql, id: string, operations: readonly OperationRow[]): Promise<void> {
  await sql.query(
    `update dialog_sessions set last_activity_at = now()
     where id = (
       select d.id from dialog_sessions d join changesets c on c.dialog_id = d.id
       where c.id = $1 for no key update of d skip locked)`,
    [id],
  );
  await sql.query(
    `update changeset_operations o set decision = given.decision::"Decision", decision_reason = given.reason
     from unnest($2::int[], $3::text[], $4::text[]) as given (ordinal, decision, reason)
     where o.changeset_id = $1 and o.ordinal = given.ordinal`,
    [
      id,
      operations.map(({ ordinal }) => ordinal),
      operations.map(({ decision }) => decision),
      operations.map(({ reason }) => reason),
    ],
  );
}
