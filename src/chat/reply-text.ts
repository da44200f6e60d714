import type { TaskEvent } from '../contracts/events.js';
import type { Sql } from '../shared/database/sql.js';
import type { EventLog } from '../shared/event-log/event-log.js';

type Delta = Pick<Extract<TaskEvent, { type: 'task_delta' }>, 'offset' | 'text'>;

/** The text after one more delta: what stood before its offset, then its own text. */
export function applyDelta(text: string, delta: Delta): string {
  return text.slice(0, delta.offset) + delta.text;
}

/** The delta that turns `text` into `wanted`; null when they are equal. */
export function correction(text: string, wanted: string): Delta | null {
  if (text === wanted) return null;
  let offset = 0;
  while (offset < text.length && offset < wanted.length && text[offset] === wanted[offset]) offset += 1;
  return { offset, text: wanted.slice(offset) };
}

/** What a task has streamed so far; inside a transaction with its own `sql`. */
export async function streamedText(events: EventLog, taskId: string, sql?: Sql): Promise<string> {
  const deltas = await events.stored<Extract<TaskEvent, { type: 'task_delta' }>>(taskId, 'task_delta', sql);
  return deltas.reduce((text, { event }) => applyDelta(text, event), '');
}
