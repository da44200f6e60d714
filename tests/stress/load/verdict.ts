import assert from 'node:assert/strict';
import type { DatabasePlace } from '../../kit/database-template.js';
import { dumpIndex, dumpIndexWith, whileReading } from '../../kit/index-dump.js';
import { checkLogs } from '../whole-logs.js';
import type { Accepted } from './accepted.js';
import type { CalmServer } from './calm-server.js';
import type { Crew } from './crew.js';
import { checkDialogs, checkRuns } from './database-verdict.js';
import { checkCalls, checkTexts, type Excuse } from './providers-verdict.js';
import { readAgain } from './read-again.js';
import type { Wire } from './wire.js';

export interface Disturbed {
  readonly crew: Crew;
  readonly place: DatabasePlace;
  readonly accepted: Accepted;
  readonly wire: Wire;
  readonly api: () => Promise<string>;
  /** Which calls may have been made again. */
  readonly isExcused: Excuse;
  /** Does the same undisturbed. */
  readonly calm: CalmServer;
}

/**
 * Stops a disturbed crew, all of whose runs have been read to their end, and compares what it leaves with what an
 * undisturbed server makes of the same. Throws when something does not hold; gives the lines of a report.
 */
export async function verdictOn(run: Disturbed): Promise<string[]> {
  const { crew, place, accepted, wire, api, isExcused, calm } = run;
  await readAgain(accepted, api);
  const codes = await crew.stop();
  assert.ok(
    codes.every((code) => code === 0),
    `exit codes ${codes}`,
  );
  await calm.repeat(accepted.projects);
  const calmIndex = await dumpIndex(calm.place);
  const events = await whileReading(place, async (query) => {
    await checkRuns(query, accepted);
    await checkDialogs(query, accepted.dialogs);
    assert.deepEqual(await dumpIndexWith(query), calmIndex, 'the index');
    return checkLogs(query, accepted.eventsRead());
  });
  const texts = checkTexts(wire.calls, isExcused);
  const turns = checkCalls(wire.calls, isExcused);
  const { jobIds, projects, messages, dialogs } = accepted;
  return [
    `${jobIds.length} index jobs of ${projects.length} projects, ${messages.length} tasks of ${dialogs.length} dialogs`,
    `${events} events, read over ${accepted.cuts()} cuts`,
    `${texts.texts} texts embedded, ${texts.again} of them again; ${turns.calls} calls for answers, ${turns.again} of them again`,
  ];
}
