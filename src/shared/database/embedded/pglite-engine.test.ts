import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { freshDataFolder } from '../../../../tests/kit/database.js';
import { encodeQuery } from './frontend-messages.js';
import { openPgliteEngine } from './pglite-engine.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engine-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('rejects when the folder holds something else', async () => {
  await mkdir(join(folder, 'database'));
  await writeFile(join(folder, 'database', 'PG_VERSION'), '9.6\n');
  await expect(openPgliteEngine(join(folder, 'database'))).rejects.toThrow();
});

it('rejects what comes after it was closed, rather than hanging', async () => {
  const dataDir = await freshDataFolder();
  const engine = await openPgliteEngine(join(dataDir, 'database'));
  expect((await engine.exchange(encodeQuery('SELECT 1'))).length).toBeGreaterThan(0);
  await engine.close();
  await expect(engine.exchange(encodeQuery('SELECT 1'))).rejects.toThrow('has stopped');
  await rm(dataDir, { recursive: true });
});
