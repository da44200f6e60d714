import type { DatabaseConfig } from '../../src/shared/database/open-database.js';

/** What every database of a run is copied from: initialising and migrating one takes seconds, copying it does not. */
export type DatabaseTemplate =
  | { readonly engine: 'embedded'; readonly dataDir: string }
  /** A database of this name on the server where tests may make databases. */
  | { readonly engine: 'postgres'; readonly serverUrl: string; readonly name: string };

/** Where a database is, as `openDatabase` and a server process are told. */
export type DatabasePlace = Pick<DatabaseConfig, 'databaseUrl' | 'dataDir'>;

declare module 'vitest' {
  interface ProvidedContext {
    databaseTemplate: DatabaseTemplate;
  }
}
