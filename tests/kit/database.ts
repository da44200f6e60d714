import { inject } from 'vitest';
import type { Database } from '../../src/shared/database/database.js';
import { openDatabase } from '../../src/shared/database/open-database.js';
import { DatabaseProxy } from './database-proxy.js';
import type { DatabasePlace } from './database-template.js';
import { freshFrom, removeFrom } from './places.js';

export interface FreshDatabase {
  readonly database: Database;
  /** Where it is: it stays when only the database is closed, and `openDatabase` opens it again. */
  readonly place: DatabasePlace;
  /** Nobody uses it any more: it is removed, or emptied for others. */
  dispose(): Promise<void>;
}

/** What earlier files of this process have given back. */
const givenBack: FreshDatabase[] = [];

/**
 * A migrated, empty database that nobody else uses, on the engine of this run. Make one for each test file: it may be
 * one that an earlier file has given back, since a new one takes more than a second on the embedded engine. Whoever
 * closes it or changes its tables makes an `ownDatabase` instead.
 */
export async function freshDatabase(): Promise<FreshDatabase> {
  const earlier = givenBack.pop();
  if (earlier !== undefined) await empty(earlier.database);
  const fresh = earlier ?? (await ownDatabase());
  let inUse = true;
  return {
    ...fresh,
    dispose: async () => {
      if (inUse) givenBack.push(fresh);
      inUse = false;
    },
  };
}

/** As `freshDatabase`, and nobody has used or will use it. */
export async function ownDatabase(): Promise<FreshDatabase> {
  const place = await freshPlace();
  const database = await openDatabase({ ...place, databasePoolSize: 10 });
  return {
    database,
    place,
    dispose: async () => {
      await database.close();
      await removeDatabase(place);
    },
  };
}

async function empty({ pool }: Database): Promise<void> {
  const { rows } = await pool.query<{ tables: string }>(
    `select string_agg(format('%I.%I', schemaname, tablename), ', ') as tables from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema') and tablename !~ 'migrations$'`,
  );
  // Whoever gave it back may have left a transaction open, which would be waited for.
  await pool.query(`set lock_timeout = '10s'; truncate ${rows[0]?.tables} restart identity; reset lock_timeout`);
}

export interface ProxiedDatabase extends FreshDatabase {
  readonly proxy: DatabaseProxy;
}

/** The same behind a proxy, through which the database can go away; on PostgreSQL. */
export async function proxiedDatabase({ poolSize = 10 } = {}): Promise<ProxiedDatabase> {
  const place = await freshPlace();
  if (place.databaseUrl === null) throw new Error('The embedded database is reached by no network.');
  const proxy = await DatabaseProxy.open(place.databaseUrl);
  const through = { databaseUrl: proxy.url, dataDir: '' };
  const database = await openDatabase({ ...through, databasePoolSize: poolSize });
  return {
    database,
    place: through,
    proxy,
    dispose: async () => {
      await database.close();
      await proxy.close();
      await removeDatabase(place);
    },
  };
}

/** A new, migrated, empty database that nobody has opened; `removeDatabase` removes it. */
export function freshPlace(): Promise<DatabasePlace> {
  return freshFrom(inject('databaseTemplate'));
}

/** The data folder of a new embedded database; for what is about this engine. */
export async function freshDataFolder(): Promise<string> {
  const { databaseUrl, dataDir } = await freshPlace();
  if (databaseUrl !== null) throw new Error('This test is about the embedded engine; the run is on PostgreSQL.');
  return dataDir;
}

/** Nobody may use it any more. */
export function removeDatabase(place: DatabasePlace): Promise<void> {
  return removeFrom(inject('databaseTemplate'), place);
}
