import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { StartupError } from '../../errors.js';
import { lockDataFolder } from './data-folder-lock.js';

const MODULE = fileURLToPath(new URL('data-folder-lock.ts', import.meta.url));

let folder: string;
const contenders: Contender[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-test-'));
});
afterEach(async () => {
  await Promise.all(contenders.splice(0).map((contender) => contender.kill()));
  await rm(folder, { recursive: true, force: true });
});

it('refuses a second taker, naming the first process and where it answers', async () => {
  const lock = await lockDataFolder(folder);
  await lock.announceUrl('http://localhost:15000');
  const contender = await contend();
  expect(contender.outcome).toContain(`in use by process ${process.pid}`);
  expect(contender.outcome).toContain('answers at http://localhost:15000');
  await expect(lockDataFolder(folder)).rejects.toThrow(StartupError);
  await lock.release();
});

it('refuses while another process holds the folder, and takes it over once that one is killed', async () => {
  const holder = await contend();
  expect(holder.outcome).toBe('held');
  await expect(lockDataFolder(folder)).rejects.toThrow(`in use by process ${holder.pid}`);
  await holder.kill();
  const lock = await lockDataFolder(folder);
  await lock.release();
});

it('refuses while the holder is too busy to answer', async () => {
  const holder = await contend();
  process.kill(holder.pid, 'SIGSTOP');
  await expect(lockDataFolder(folder)).rejects.toThrow(`in use by process ${holder.pid}`);
});

it('is free again after a release, and leaves one small file', async () => {
  for (let round = 0; round < 3; round += 1) {
    const lock = await lockDataFolder(folder);
    await lock.release();
  }
  expect(await readdir(folder)).toEqual(['lock-3.json']);
});

it('lets exactly one of several processes take over from a dead one', async () => {
  const dead = await contend();
  await dead.kill();
  const outcomes = (await Promise.all(Array.from({ length: 5 }, contend))).map(({ outcome }) => outcome);
  expect(outcomes.filter((outcome) => outcome === 'held')).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome.includes('in use by process'))).toHaveLength(4);
});

it('lets exactly one of many takers have it, round after round', async () => {
  for (let round = 0; round < 20; round += 1) {
    const results = await Promise.allSettled(Array.from({ length: 12 }, () => lockDataFolder(folder)));
    const won = results.filter((result) => result.status === 'fulfilled');
    expect(won).toHaveLength(1);
    await Promise.all(won.map(({ value }) => value.release()));
  }
});

it('never has two holders while many take it and give it up again', async () => {
  let holders = 0;
  let most = 0;
  let taken = 0;
  const takeOften = async () => {
    for (let attempt = 0; attempt < 60; attempt += 1) {
      const lock = await lockDataFolder(folder).catch(() => null);
      if (lock === null) continue;
      taken += 1;
      holders += 1;
      most = Math.max(most, holders);
      await lock.announceUrl('http://localhost:15000');
      holders -= 1;
      await lock.release();
    }
  };
  await Promise.all(Array.from({ length: 10 }, takeOften));
  expect(taken).toBeGreaterThan(1);
  expect(most).toBe(1);
});

it('works where the path is too long for a socket', async () => {
  const deep = join(folder, 'x'.repeat(120));
  await mkdir(deep);
  const lock = await lockDataFolder(deep);
  await expect(lockDataFolder(deep)).rejects.toThrow('in use by process');
  await lock.release();
});

interface Contender {
  readonly pid: number;
  /** `held`, or why not. */
  readonly outcome: string;
  kill(): Promise<void>;
}

/** Another process that tries to take the folder; it keeps what it gets until it is killed. */
async function contend(): Promise<Contender> {
  const script = `
    import { lockDataFolder } from ${JSON.stringify(MODULE)};
    lockDataFolder(${JSON.stringify(folder)}).then(() => console.log('held'), (error) => console.log(error.message));
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [outcome] = await once(createInterface(child.stdout), 'line');
  const contender = { pid: child.pid ?? 0, outcome: String(outcome), kill: () => kill(child) };
  contenders.push(contender);
  return contender;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
