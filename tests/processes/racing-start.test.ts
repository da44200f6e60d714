import { expect, test } from 'vitest';
import { GraphQLClient } from '../kit/graphql-client.js';
import { emptyPostgresDatabase } from '../kit/postgres.js';
import { needsPostgres, Processes } from '../kit/processes.js';
import { SHOP } from '../kit/projects.js';
import { RestClient } from '../kit/rest-client.js';
import { Story } from '../kit/story.js';

test(
  'eight processes that start at once on an empty PostgreSQL migrate it once, and all become ready',
  needsPostgres,
  async () => {
    const { databaseUrl, drop } = await emptyPostgresDatabase();
    const processes = await Processes.on({ databaseUrl, dataDir: '' });
    const env = { DATABASE_POOL_SIZE: '6' };
    const servers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => (index % 2 === 0 ? processes.api(env) : processes.worker(env))),
    );
    const answers = await Promise.all(servers.map((server) => new RestClient(server.url).get('/readyz')));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    const twice = await processes.query(
      'select migration_name from _prisma_migrations group by 1 having count(*) <> 1 or bool_or(finished_at is null)',
    );
    expect(twice).toEqual([]);
    const story = new Story(new GraphQLClient(servers[0]?.url ?? ''));
    const task = await story.ask(await story.dialog(await story.index(SHOP)), 'How is the cart total computed?');
    expect(task.status).toBe('DONE');
    await processes.dispose();
    await drop();
  },
);
