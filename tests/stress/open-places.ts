import { buildEmbeddedTemplate, buildPostgresTemplate } from '../kit/build-template.js';
import type { DatabaseTemplate } from '../kit/database-template.js';
import { emptyFor, freshFrom, removeFrom } from '../kit/places.js';
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
  const { template, remove } = await buildEmbeddedTemplate();
  return { places: placesFrom(template), close: remove };
}

async function postgresPlaces(tell: (line: string) => void): Promise<OpenPlaces> {
  const given = process.env.TEST_DATABASE_URL;
  const started = given ? null : await startTemporaryPostgres(await buildPostgres(tell));
  const { template, remove } = await buildPostgresTemplate(started?.url ?? given ?? '');
  return { places: placesFrom(template), close: () => (started === null ? remove() : started.stop()) };
}

export function placesFrom(template: DatabaseTemplate): Places {
  return {
    engine: template.engine,
    fresh: () => freshFrom(template),
    empty: () => emptyFor(template),
    remove: (place) => removeFrom(template, place),
  };
}
