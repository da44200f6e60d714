import { expect } from 'vitest';
import { freshPlace, removeDatabase } from './database.js';
import type { DatabasePlace } from './database-template.js';
import { readDatabase } from './index-dump.js';
import { testDatabaseUrl } from './postgres.js';
import { ServerProcess } from './server-process.js';

/** Why a test of several processes is skipped on the embedded engine: its folder admits one. */
export const needsPostgres = { skip: testDatabaseUrl === null };

/** Several processes of this server on one database, each in its role. */
export class Processes {
  readonly #all: ServerProcess[] = [];

  private constructor(
    readonly place: DatabasePlace,
    readonly owned: boolean,
  ) {}

  /** On a new database, which `dispose` removes, or on the one at `place`. */
  static async on(place?: DatabasePlace): Promise<Processes> {
    return new Processes(place ?? (await freshPlace()), place === undefined);
  }

  async api(env: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
    return this.#start({ ROLE: 'api', ...env });
  }

  async worker(env: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
    return this.#start({ ROLE: 'worker', ...env });
  }

  /** Rows of the database, also while the processes run. */
  query<Row>(sql: string): Promise<Row[]> {
    return readDatabase<Row>(this.place, sql);
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#all.map((server) => server.kill()));
    if (this.owned) await removeDatabase(this.place);
  }

  async #start(env: Readonly<Record<string, string>>): Promise<ServerProcess> {
    const server = new ServerProcess(this.place, env);
    this.#all.push(server);
    await server.start();
    return server;
  }
}

/** Each stream that has ended is numbered without gaps and ends once; every stream has ended. */
export async function expectWholeLogs(place: DatabasePlace): Promise<void> {
  const logs = await readDatabase<{ stream: string; count: number; last: number; ends: number }>(
    place,
    `select stream, count(*)::int as count, max(seq)::int as last,
       count(*) filter (where type = 'terminal')::int as ends from stream_events group by stream`,
  );
  for (const { count, last, ends } of logs) expect({ count, ends }).toEqual({ count: last, ends: 1 });
}

/** Reads until `isTime`, then breaks off. */
export async function until<Event>(events: AsyncIterable<Event>, isTime: (event: Event) => boolean): Promise<void> {
  for await (const event of events) if (isTime(event)) return;
}
