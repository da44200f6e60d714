import type { AgentRunner } from '../contracts/agent-runner.js';
import type { Sql } from '../shared/database/sql.js';
import type { RetentionRule } from '../shared/retention.js';
import type { DialogService } from './dialog-service.js';

/** Dialogs in which nothing has happened for `hours`, with all that belongs to them. */
export function idleDialogRetention(dialogs: DialogService, hours: number): RetentionRule {
  return { name: 'dialogs', removeSome: () => dialogs.removeSomeIdle(hours) };
}

/**
 * Checkpoints of turns that have ended or whose dialog has gone. They go when a turn ends; this finds those that a crash
 * left there, or a node that ended after its dialog was deleted.
 */
export function lostCheckpointRetention(sql: Sql, agent: AgentRunner): RetentionRule {
  return {
    name: 'checkpoints of dialogs',
    removeSome: async () => {
      const lost = await sql.query<{ id: string }>(
        `select dialog as id from unnest($1::text[]) as remembered (dialog)
         where not exists (
           select 1 from agent_tasks where dialog_id = dialog and status in ('QUEUED', 'RUNNING', 'CANCELLING'))`,
        [await agent.rememberedDialogs()],
      );
      for (const { id } of lost) await agent.forget(id);
      return lost.length;
    },
  };
}
