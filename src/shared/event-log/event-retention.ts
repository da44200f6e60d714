import type { Sql } from '../database/sql.js';
import type { RetentionRule } from '../retention.js';

const EVENTS_A_BATCH = 500;

/**
 * Of streams that ended at least `hours` ago only the last event stays, which says how. A reader that comes later is
 * given that one; the numbers go on as they were.
 */
export function eventRetention(sql: Sql, hours: number): RetentionRule {
  return {
    name: 'events',
    removeSome: async () => {
      const [batch] = await sql.query<{ removed: number }>(
        `with ended as (
           select stream, seq from stream_heads
           where ended_at < now() - make_interval(secs => $1::float8 * 3600) order by ended_at limit 50
         ), removed as (
           delete from stream_events where (stream, seq) in (
             select e.stream, e.seq from stream_events e join ended on e.stream = ended.stream and e.seq < ended.seq
             limit ${EVENTS_A_BATCH}) returning 1
         ), counted as (
           select count(*)::int as removed from removed
         ), done as (
           -- With less than a batch none is left of these streams: they are not looked at again.
           update stream_heads set ended_at = null
           where stream in (select stream from ended) and (select removed from counted) < ${EVENTS_A_BATCH} returning 1
         )
         select removed + (select count(*)::int from done) as removed from counted`,
        [hours],
      );
      return batch?.removed ?? 0;
    },
  };
}
