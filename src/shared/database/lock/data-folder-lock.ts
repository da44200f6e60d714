import { randomUUID } from 'node:crypto';
import { link, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartupError } from '../../errors.js';
import { isListening, type LifeSign, removeIfDead, showLife } from './life-sign.js';

export interface DataFolderLock {
  /** Lets a process that is refused say where this one answers. */
  announceUrl(url: string): Promise<void>;
  release(): Promise<void>;
}

interface LockRecord {
  readonly pid: number;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly url?: string;
  /** Where the holder shows that it lives. */
  readonly lifeSign: string;
}

const RECORD_NAME = /^lock-(\d+)\.json$/;

/**
 * Takes the folder for this process, or throws a `StartupError` that names the one that has it.
 *
 * The holder listens on a socket for as long as it lives, and the system closes the socket when the process dies, by
 * whatever death. A pid proves nothing: in containers the same pid comes back, and pids of another container cannot be
 * looked up; the socket works across both.
 *
 * Records are numbered, and the highest is the one that counts. Who finds its holder dead adds the next number, which
 * the file system lets exactly one process do. A process that has looked at an old state of the folder can add a
 * number that was swept already; it then finds a higher one and gives its own up.
 */
export async function lockDataFolder(folder: string): Promise<DataFolderLock> {
  const lifeSign = await showLife(folder);
  const record: LockRecord = { pid: process.pid, startedAt: new Date().toISOString(), lifeSign: lifeSign.address };
  try {
    const number = await addRecord(folder, record);
    return heldLock(folder, number, record, lifeSign);
  } catch (error) {
    await lifeSign.end();
    throw error;
  }
}

function heldLock(folder: string, number: number, record: LockRecord, lifeSign: LifeSign): DataFolderLock {
  return {
    announceUrl: async (url) => {
      const draft = await writeDraft(folder, { ...record, url });
      await rename(draft, recordPath(folder, number));
    },
    // The record stays: were it gone, numbering would begin again and a process that looked earlier could be misled.
    release: () => lifeSign.end(),
  };
}

/** Adds this process's record as the highest and sweeps the lower ones; gives its number. */
async function addRecord(folder: string, record: LockRecord): Promise<number> {
  const draft = await writeDraft(folder, record);
  try {
    for (;;) {
      const number = (await numberOfDeadHolder(folder)) + 1;
      if (!(await linkExclusively(draft, recordPath(folder, number)))) continue;
      const numbers = await recordNumbers(folder);
      if (Math.max(...numbers) === number) {
        for (const other of numbers) if (other < number) await sweep(folder, other);
        return number;
      }
      await rm(recordPath(folder, number), { force: true });
    }
  } finally {
    await rm(draft, { force: true });
  }
}

/** The highest number there is, 0 for none. Throws when its holder is alive. */
async function numberOfDeadHolder(folder: string): Promise<number> {
  for (;;) {
    const highest = Math.max(0, ...(await recordNumbers(folder)));
    if (highest === 0) return 0;
    const record = await readRecord(folder, highest);
    // Swept between listing and reading: there is a higher one now.
    if (record === null) continue;
    if (await isListening(folder, record.lifeSign)) throw new StartupError(refusal(folder, record));
    return highest;
  }
}

async function sweep(folder: string, number: number): Promise<void> {
  const record = await readRecord(folder, number);
  if (record !== null) await removeIfDead(folder, record.lifeSign);
  await rm(recordPath(folder, number), { force: true });
}

function refusal(folder: string, { pid, startedAt, url }: LockRecord): string {
  const where = url === undefined ? '' : ` and answers at ${url}`;
  return `The data folder ${folder} is in use by process ${pid}, which started at ${startedAt}${where}. Use that one, stop it first, or set DATA_DIR to another folder.`;
}

async function recordNumbers(folder: string): Promise<number[]> {
  const names = await readdir(folder);
  return names.flatMap((name) => {
    const number = RECORD_NAME.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
}

async function readRecord(folder: string, number: number): Promise<LockRecord | null> {
  try {
    return JSON.parse(await readFile(recordPath(folder, number), 'utf8')) as LockRecord;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** A record is written aside and then named, so that nobody reads half of one. */
async function writeDraft(folder: string, record: LockRecord): Promise<string> {
  const path = join(folder, `lock-${randomUUID()}.draft`);
  await writeFile(path, `${JSON.stringify(record)}\n`);
  return path;
}

async function linkExclusively(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function recordPath(folder: string, number: number): string {
  return join(folder, `lock-${number}.json`);
}
