import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../src/shared/database/open-database.js';
import { FakeGigaChat } from './fakes/gigachat/fake-gigachat.js';
import { freshPlace, removeDatabase } from './kit/database.js';
import type { DatabasePlace } from './kit/database-template.js';
import { gigaChatEnvironment } from './kit/providers/gigachat-environment.js';
import { ServerProcess } from './kit/server-process.js';

const REASON = /The database cannot be brought up to date: No space left on device\./;

let place: DatabasePlace;

beforeEach(async () => {
  place = await freshPlace();
  const database = await openDatabase({ ...place, databasePoolSize: 2 });
  await database.pool.query(`create function refuse() returns trigger language plpgsql as $$
    begin raise exception 'No space left on device' using errcode = '53100'; end $$`);
  await database.pool.query(`create trigger refuse before insert on graphile_worker._private_jobs
    for each row execute function refuse()`);
  await database.close();
});
afterEach(() => removeDatabase(place));

test('a start that fails when the queue is already served ends the process', async () => {
  const server = new ServerProcess(place);
  await expect(server.start()).rejects.toThrow(REASON);
  expect(await server.ended()).toBe(1);
});

test('a process whose work can be started late only, and then fails to, ends', async () => {
  const fake = await FakeGigaChat.start();
  fake.misbehave('embeddings', { kind: 'status', status: 403 });
  const server = new ServerProcess(place, gigaChatEnvironment(fake));
  await server.start();
  expect(await server.ended()).toBe(1);
  expect(server.output).toMatch(REASON);
  await fake.close();
});
