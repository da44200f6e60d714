import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseTemplate } from '../kit/database-template.js';
import { migrateDatabase } from '../kit/migrate-database.js';
import { emptyFor, freshFrom, removeFrom } from '../kit/places.js';
import { createDatabase, dropDatabase } from '../kit/postgres-server.js';
import { buildPostgres } from '../postgres/build-postgres.js';
import { startTemporaryPostgres } from '../postgres/temporary-postgres.js';
import type { Engine, Places } from './stress-run.js';

export interface OpenPlaces {
  readonly places: Places;
  close(): Promise<void>;
}

/** Places of a command, which has no test run around it; PostgreSQL is TEST_DATABASE_URL's, or else one that is built. */
export async function openPlaces(engine: Engine, tell: (line: string) => void): Promise<OpenPlaces> {
  return engine === 'embedded' ? embeddedPlaces() : postgresPlaces(tell);
}

async function embeddedPlaces(): Promise<OpenPlaces> {
  const dataDir = await mkdtemp(join(tmpdir(), 'agent-backend-template-'));
  await migrateDatabase({ databaseUrl: null, dataDir });
  return {
    places: placesFrom({ engine: 'embedded', dataDir }),
    close: () => rm(dataDir, { recursive: true, force: true }),
  };
}

async function postgresPlaces(tell: (line: string) => void): Promise<OpenPlaces> {
  const given = process.env.TEST_DATABASE_URL;
  const started = given ? null : await startTemporaryPostgres(await buildPostgres(tell));
  const serverUrl = started?.url ?? given ?? '';
  const { name, databaseUrl } = await createDatabase(serverUrl);
  await migrateDatabase({ databaseUrl, dataDir: '' });
  return {
    places: placesFrom({ engine: 'postgres', serverUrl, name }),
    close: () => (started === null ? dropDatabase(serverUrl, name) : started.stop()),
  };
}

export function placesFrom(template: DatabaseTemplate): Places {
  return {
    engine: template.engine,
    fresh: () => freshFrom(template),
    empty: () => emptyFor(template),
    remove: (place) => removeFrom(template, place),
  };
}
