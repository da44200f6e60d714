import assert from 'node:assert/strict';
import { renderEvent } from '../../src/api/rest/event-rendering.js';
import { indexEvents } from '../../src/api/rest/index-job-rendering.js';
import { taskEvents } from '../../src/api/rest/task-rendering.js';
import { FakeGigaChat } from '../fakes/gigachat/fake-gigachat.js';
import { GraphQLClient } from '../kit/graphql-client.js';
import { whileReading } from '../kit/index-dump.js';
import { gigaChatEnvironment } from '../kit/providers/gigachat-environment.js';
import { Random } from '../kit/random.js';
import type { ServerSentEvent } from '../kit/rest-client.js';
import { Story } from '../kit/story.js';
import { Crew } from './load/crew.js';
import { projectFiles } from './load/projects.js';
import { answerQuestions, questionOf } from './load/questions.js';
import { type Door, type JobEvent, jobEventsDoor, restDoor, type TaskEvent, taskEventsDoor } from './stream-doors.js';
import { type Cut, type Reading, readAcrossCuts } from './stream-reader.js';
import type { StressRun, StressSetting } from './stress-run.js';
import { checkLogs } from './whole-logs.js';

const READERS_A_DOOR = 4;
const MODULES = 40;

export const reconnectRun: StressRun = {
  name: 'reconnect',
  title: 'readers of jobs and tasks are cut off anywhere and resume at any API process; each reads every event once',
  engines: ['embedded', 'postgres'],
  size: 1_000,
  run,
};

async function run({ seed, size, places, progress }: StressSetting): Promise<readonly string[]> {
  const random = new Random(seed);
  const place = await places.fresh();
  const fake = await FakeGigaChat.start({ replies: answerQuestions });
  const roles = places.engine === 'embedded' ? (['all'] as const) : (['api', 'api', 'worker'] as const);
  const crew = await Crew.of(place, roles, async () => gigaChatEnvironment(fake));
  const readings = new Map<string, readonly (JobEvent | TaskEvent)[]>();
  const cuts = { made: 0, beforeAnEvent: 0 };
  const read = <Event>(door: Door<Event>) =>
    readAcrossCuts({
      door,
      api: () => crew.api(random),
      nextCut: () => (cuts.made < size ? randomCut(random) : null),
      onCut: (events) => {
        cuts.made += 1;
        if (events === 0) cuts.beforeAnEvent += 1;
        if (cuts.made % 100 === 0) progress(`${cuts.made} cuts`);
      },
    });
  try {
    await crew.start();
    for (let round = 1; cuts.made < size; round += 1) {
      const story = new Story(new GraphQLClient(await crew.api(random)));
      const { sessionId, jobId } = await story.upload(projectFiles(`p${round}`, MODULES));
      const job = readAtBothDoors(read, jobEventsDoor(jobId), `/api/index/jobs/${jobId}/events`);
      const dialogId = await story.dialog(sessionId);
      const { taskId } = await story.send(dialogId, questionOf(round, 'PROJECT_QA'), { mode: 'PROJECT_QA' });
      const task = readAtBothDoors(read, taskEventsDoor(taskId), `/api/events?task_id=${taskId}`);
      readings.set(
        jobId,
        agreed(await job, (event) => renderEvent(event, indexEvents)),
      );
      readings.set(
        taskId,
        agreed(await task, (event) => renderEvent(event, taskEvents)),
      );
    }
    assert.deepEqual(
      await crew.stop(),
      roles.map(() => 0),
      'exit codes',
    );
    const events = await whileReading(place, (query) => checkLogs(query, readings));
    return [
      `${cuts.made} cuts, ${cuts.beforeAnEvent} of them before an event had come`,
      `${readings.size} streams of ${events} events, each read by ${2 * READERS_A_DOOR} readers`,
    ];
  } finally {
    await crew.dispose();
    await fake.close();
    await places.remove(place);
  }
}

/** Mostly in the middle of a stream, often before its first byte. */
function randomCut(random: Random): Cut {
  if (random.uniform() < 0.3) return { events: 0, thenMs: random.between(0, 20) };
  return { events: random.between(1, 3), thenMs: random.pick([0, random.between(0, 80)]) };
}

interface BothReadings<Event> {
  readonly graphql: readonly Reading<Event>[];
  readonly rest: readonly Reading<ServerSentEvent>[];
}

async function readAtBothDoors<Event>(
  read: <Read>(door: Door<Read>) => Promise<Reading<Read>>,
  door: Door<Event>,
  path: string,
): Promise<BothReadings<Event>> {
  const readers = Array.from({ length: READERS_A_DOOR });
  const [graphql, rest] = await Promise.all([
    Promise.all(readers.map(() => read(door))),
    Promise.all(readers.map(() => read(restDoor(path)))),
  ]);
  return { graphql, rest };
}

/** What all readers have read; over REST it was a rendering of the same. */
function agreed<Event>(
  { graphql, rest }: BothReadings<Event>,
  render: (event: Event) => { readonly id: string; readonly event: string; readonly data: object },
): readonly Event[] {
  const [first] = graphql;
  if (first === undefined) throw new Error('Nobody has read.');
  for (const { events } of graphql) assert.deepEqual(events, first.events, 'what two readers over GraphQL have read');
  const rendered = first.events.map((event) => {
    const { data, ...named } = render(event);
    return { ...named, data: JSON.stringify(data) };
  });
  for (const { events } of rest) assert.deepEqual(events, rendered, 'what was read over REST');
  return first.events;
}
