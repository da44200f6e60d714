import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const DRAFT_MARK = '-draft-';

/**
 * Makes an empty PGlite database in `folder`, unless something is there. Rejects when that fails.
 *
 * In a process of its own, since this takes twice the memory that serving the database takes, and a process that has
 * taken memory seldom gives it back. In a folder beside it that is renamed when it is whole, since half a database
 * cannot be opened, and a process that is killed here leaves the other one running.
 */
export async function fillFolder(folder: string): Promise<void> {
  if ((await entries(folder)).length > 0) return;
  await removeDrafts(folder);
  const draft = await mkdtemp(`${folder}${DRAFT_MARK}`);
  try {
    const script = fileURLToPath(new URL('pglite-init.mjs', import.meta.url));
    await promisify(execFile)(process.execPath, [script, draft]);
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

/** Left by a process that was killed meanwhile. Whoever calls holds the data folder, so nobody else is at work on one. */
async function removeDrafts(folder: string): Promise<void> {
  for (const name of await entries(dirname(folder))) {
    if (!name.startsWith(`${basename(folder)}${DRAFT_MARK}`)) continue;
    await rm(join(dirname(folder), name), { recursive: true, force: true });
  }
}

async function entries(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
