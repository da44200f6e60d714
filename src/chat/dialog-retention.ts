import type { Sql } from '../shared/database/sql.js';
import type { RetentionRule } from '../shared/retention.js';
import type { DialogService } from './dialog-service.js';

/** Dialogs in which nothing has happened for `hours`, with all that belongs to them. */
export function idleDialogRetention(sql: Sql, dialogs: DialogService, hours: number): RetentionRule {
  return {
    name: 'dialogs',
    removeSome: async () => {
      const idle = await sql.query<{ id: string }>(
        `select id from dialog_sessions d
         where last_activity_at < now() - make_interval(secs => $1::float8 * 3600)
           and not exists (select 1 from agent_tasks where dialog_id = d.id and status in ('QUEUED', 'RUNNING', 'CANCELLING'))
         limit 20`,
        [hours],
      );
      for (const { id } of idle) await dialogs.remove(id);
      return idle.length;
    },
  };
}
