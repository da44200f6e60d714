import type { Job } from 'graphile-worker';
import type { Sql } from '../database/sql.js';
import { type Lane, queueName } from './lane.js';

/** In SQL, a job `j` with its lane's row `q` that a free slot would take. */
const CAN_BE_TAKEN = 'j.is_available and j.run_at <= now() and q.is_available';
/** A job that comes is taken at once where a slot is free; until then it does not wait for one. */
const WAITS_AFTER_SECONDS = 1;

/** A priority is a smallint. Who comes later than this is served in the order of coming. */
const LAST_PLACE = 32_767;

/** What a queue job carries. */
interface Payload {
  readonly lane: string;
  /** Missing in a job that an older version has queued, like the session. */
  readonly owner?: string | null;
  readonly session?: string | null;
}

/**
 * Has the lane looked at, now or, when `at` is given, not before then, in its owner's turn.
 *
 * Owners take turns, one lane each. A lane's place in that order is its job's priority: the virtual start time of
 * start-time fair queueing (Goyal, Vin and Cheng, 1996). The virtual time is the place that was last served, so who has
 * nothing waiting goes next to it, however much others have waiting; who was served in this backlog goes after that
 * turn; and each further lane of an owner goes a turn later. Since places only rise, every lane comes to be served.
 *
 * An owner's sessions take turns as well: the n-th waiting lane of a session goes after at most n of every other one.
 * A lane that waits already keeps its place.
 */
export async function wakeInTurn(sql: Sql, lane: Lane, at: Date | null): Promise<void> {
  const { task, id, ownerId, sessionId } = lane;
  const payload: Payload = { lane: id, owner: ownerId, session: sessionId };
  // The lane's row is locked first, so that `forgetIdleLanes` does not remove it under the new job.
  await sql.query(
    `with lane as materialized (
       select id from graphile_worker._private_job_queues where queue_name = $2::text for key share
     ), due as not materialized (
       select * from graphile_worker._private_jobs
       where task_id = (select id from graphile_worker._private_tasks where identifier = $1::text) and is_available
     ), same as (
       select priority, run_at from due where key = $2::text and run_at <= now() and $4::text is null
     ), waiting as (
       select payload->>'session' as session, count(*) as lanes from due
       where run_at <= coalesce($4::text::timestamptz, now()) and flags ? $5::text and key is distinct from $2::text
       group by 1
     ), own as (
       select coalesce(sum(lanes), 0) as lanes from waiting where session = $7::text
     ), turn as (
       select greatest(
         coalesce(
           (select max(turn) - 1 from lane_turns where task = $1::text),
           (select min(priority) from due where run_at <= now()),
           0),
         (select turn from lane_turns where task = $1::text and owner_id = $6::text)
       ) as number
     ), place as (
       select turn.number + own.lanes
         + (select coalesce(sum(least(lanes, own.lanes + 1)), 0) from waiting where session <> $7::text) as number
       from turn, own
     )
     select (graphile_worker.add_job(
       $1::text, $3::text::json, queue_name => $2::text, job_key => $2::text,
       run_at => coalesce((select run_at from same), $4::text::timestamptz, now()),
       priority => coalesce((select priority from same), least(place.number, ${LAST_PLACE}))::int,
       flags => array_remove(array[$5::text], null))).id::text
     from place, (select count(*) from lane) as locked`,
    [
      ...[task, queueName(lane), JSON.stringify(payload), at?.toISOString() ?? null],
      ...[ownerId === null ? null : flagOf(ownerId), ownerId, sessionId],
    ],
  );
}

/** Notes that the owner of this job has its turn now, for as long as others wait for theirs. */
export async function noteTurn(sql: Sql, job: Job): Promise<void> {
  const { owner } = job.payload as Payload;
  if (owner === undefined || owner === null) return;
  await sql.query(
    `with backlog as (
       select exists (
         select 1 from graphile_worker._private_jobs j join graphile_worker._private_job_queues q on q.id = j.job_queue_id
         where j.task_id = $4::int and ${CAN_BE_TAKEN}) as lasts
     ), ended as (
       delete from lane_turns where task = $1::text and not (select lasts from backlog)
     )
     insert into lane_turns (task, owner_id, turn) select $1::text, $2::text, $3::int + 1 from backlog where lasts
     on conflict (task, owner_id) do update set turn = greatest(lane_turns.turn, excluded.turn)`,
    [job.task_identifier, owner, job.priority, job.task_id],
  );
}

/** Whether a lane waits for a slot that serves these tasks, none of whose owners' flags is among `without`. */
export async function isSomeoneWaiting(
  sql: Sql,
  tasks: readonly string[],
  without: readonly string[],
): Promise<boolean> {
  const waiting = await sql.query(
    `select 1 from graphile_worker._private_jobs j join graphile_worker._private_job_queues q on q.id = j.job_queue_id
     where j.task_id in (select id from graphile_worker._private_tasks where identifier = any($1::text[]))
       and ${CAN_BE_TAKEN} and not coalesce(j.flags ?| $2::text[], false) and j.run_at <= now() - make_interval(secs => ${WAITS_AFTER_SECONDS})
     limit 1`,
    [tasks, without],
  );
  return waiting.length > 0;
}

export function laneOf(job: Job): Lane {
  const { lane, owner = null, session = null } = job.payload as Payload;
  return { task: job.task_identifier, id: lane, ownerId: owner, sessionId: session };
}

/** By which the queue can leave out an owner's jobs. */
export function flagOf(ownerId: string): string {
  return `owner:${ownerId}`;
}
