import assert from 'node:assert/strict';
import { renderEvent } from '../../../src/api/rest/event-rendering.js';
import { taskEvents } from '../../../src/api/rest/task-rendering.js';
import { jobEventsDoor, type TaskEvent, taskEventsDoor } from '../stream-doors.js';
import { readAcrossCuts } from '../stream-reader.js';
import type { Accepted } from './accepted.js';

/** What was pieced together of each stream is what an undisturbed reading of it now gives. */
export async function readAgain(accepted: Accepted, api: () => Promise<string>): Promise<void> {
  for (const [jobId, { events }] of accepted.jobReadings) {
    const whole = await readAcrossCuts({ door: jobEventsDoor(jobId), api });
    assert.deepEqual(events, whole.events, `what was read of ${jobId}`);
  }
  for (const [taskId, { events }] of accepted.taskReadings) {
    const whole = await readAcrossCuts({ door: taskEventsDoor(taskId), api });
    assert.deepEqual(events.map(lasting), whole.events.map(lasting), `what was read of ${taskId}`);
  }
}

/** The ended task is read anew each time: a later turn may have taken the place of its changeset, which REST leaves out. */
function lasting(event: TaskEvent): unknown {
  return event.__typename === 'TaskFinished' ? renderEvent(event, taskEvents) : event;
}
