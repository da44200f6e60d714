import assert from 'node:assert/strict';
import { GraphQLClient } from '../kit/graphql-client.js';
import { readDatabase } from '../kit/index-dump.js';
import { SHOP } from '../kit/projects.js';
import { RestClient } from '../kit/rest-client.js';
import { Story } from '../kit/story.js';
import { Crew, type Role } from './load/crew.js';
import type { Places, StressRun, StressSetting } from './stress-run.js';

const ROLES: readonly Role[] = Array.from({ length: 8 }, (_, index) => (index % 2 === 0 ? 'api' : 'worker'));

export const racingStartRun: StressRun = {
  name: 'racing-start',
  title: 'eight processes start at once on an empty database; they migrate it once, and all become ready',
  engines: ['postgres'],
  size: 10,
  run,
};

async function run({ size, places, progress }: StressSetting): Promise<readonly string[]> {
  for (let race = 1; race <= size; race += 1) {
    await raceOnce(places);
    progress(`${race} races`);
  }
  return [`${size} races of ${ROLES.length} processes`];
}

async function raceOnce(places: Places): Promise<void> {
  const place = await places.empty();
  const crew = await Crew.of(place, ROLES, async () => ({ DATABASE_POOL_SIZE: '6' }));
  try {
    await crew.start();
    const answers = await Promise.all(crew.members.map(({ server }) => new RestClient(server.url).get('/readyz')));
    assert.deepEqual(
      answers.map(({ status }) => status),
      ROLES.map(() => 200),
      'readiness',
    );
    const twice = await readDatabase(
      place,
      'select migration_name from _prisma_migrations group by 1 having count(*) <> 1 or bool_or(finished_at is null)',
    );
    assert.deepEqual(twice, [], 'migrations that were not applied once');
    const story = new Story(new GraphQLClient(crew.members[0]?.server.url ?? ''));
    const task = await story.ask(await story.dialog(await story.index(SHOP)), 'How is the cart total computed?');
    assert.equal(task.status, 'DONE');
  } finally {
    await crew.dispose();
    await places.remove(place);
  }
}
