import assert from 'node:assert/strict';
import type { Query } from '../kit/index-dump.js';

const TYPE_OF = {
  IndexStatusChanged: 'index_status',
  IndexProgressed: 'index_progress',
  IndexFinished: 'terminal',
  TaskStatusChanged: 'task_status',
  TaskRouted: 'task_route',
  TaskStepStarted: 'task_step',
  SourcesRetrieved: 'task_sources',
  MessageDelta: 'task_delta',
  ChangesetProposed: 'task_changeset',
  TaskFinished: 'terminal',
} as const;

interface ReadEvent {
  readonly __typename: keyof typeof TYPE_OF;
  readonly cursor: string;
}

/**
 * Each of these streams, and no other, has a log that is numbered 1, 2, 3 … and ends with its only terminal event; and
 * this is what its reader has read. `readings` holds the events by the stream's name. Gives how many events there are.
 */
export async function checkLogs(query: Query, readings: ReadonlyMap<string, readonly ReadEvent[]>): Promise<number> {
  const rows = await query<{ stream: string; seq: string; type: string }>(
    'select stream, seq::text, type from stream_events order by stream, stream_events.seq',
  );
  const logs = new Map<string, typeof rows>();
  for (const row of rows) {
    const log = logs.get(row.stream);
    if (log === undefined) logs.set(row.stream, [row]);
    else log.push(row);
  }
  assert.deepEqual([...logs.keys()].sort(), [...readings.keys()].sort(), 'the streams');
  for (const [stream, log] of logs) {
    assert.deepEqual(
      log.map(({ seq }) => seq),
      log.map((_, index) => String(index + 1)),
      `the numbers of ${stream}`,
    );
    const ends = log.flatMap(({ type }, index) => (type === 'terminal' ? [index] : []));
    assert.deepEqual(ends, [log.length - 1], `the terminal events of ${stream}`);
    assert.deepEqual(
      readings.get(stream)?.map(({ cursor, __typename }) => ({ seq: cursor, type: TYPE_OF[__typename] })),
      log.map(({ seq, type }) => ({ seq, type })),
      `what was read of ${stream}`,
    );
  }
  return rows.length;
}
