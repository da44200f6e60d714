import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { StartupError } from '../errors.js';
import type { Database } from './database.js';
import { createEmbeddedPool } from './embedded/embedded-pool.js';
import { openPgliteEngine } from './embedded/pglite-engine.js';
import type { ProtocolEngine } from './embedded/protocol-engine.js';
import { type DataFolderLock, lockDataFolder } from './lock/data-folder-lock.js';
import { openPrisma } from './open-prisma.js';
import { supervisePool } from './supervise-pool.js';

interface Options {
  readonly dataDir: string;
  readonly poolSize: number;
  readonly log?: Logger;
}

/**
 * Opens the PGlite in `dataDir`, which is made when it is not there, and holds the folder until closed: PGlite itself
 * would let a second process in and both would destroy the data.
 */
export async function openEmbeddedDatabase({ dataDir, poolSize, log }: Options): Promise<Database> {
  await makeFolder(dataDir);
  const lock = await lockFolder(dataDir);
  const engine = await openEngine(join(dataDir, 'database')).catch(async (error) => {
    await lock.release();
    throw error;
  });
  const pool = createEmbeddedPool(engine, { max: poolSize });
  const endPool = supervisePool(pool, { log });
  const prisma = openPrisma(pool);
  let closing: Promise<void> | null = null;
  const close = async () => {
    await prisma.$disconnect();
    await endPool();
    await engine.close();
    await lock.release();
  };
  return {
    kind: 'embedded',
    pool,
    prisma,
    description: `embedded PostgreSQL in ${dataDir}`,
    failed: engine.failed.then((reason) => failure(dataDir, reason)),
    announceUrl: (url) => lock.announceUrl(url),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

function failure(dataDir: string, reason: Error): StartupError {
  return new StartupError(
    `The embedded database in ${dataDir} has failed: ${reason.message}. What was stored before is safe. Check that the disk is not full and can be written to, then start the server again.`,
    { cause: reason },
  );
}

async function makeFolder(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true });
  } catch (error) {
    throw new StartupError(
      `The data folder ${dataDir} cannot be made: ${(error as Error).message}. Set DATA_DIR to a folder this user may write to.`,
    );
  }
}

async function lockFolder(dataDir: string): Promise<DataFolderLock> {
  try {
    return await lockDataFolder(dataDir);
  } catch (error) {
    if (error instanceof StartupError) throw error;
    throw new StartupError(
      `The data folder ${dataDir} cannot be used: ${(error as Error).message}. Check that this user may write there, and that the disk is not full or mounted read-only.`,
      { cause: error },
    );
  }
}

async function openEngine(folder: string): Promise<ProtocolEngine> {
  try {
    return await openPgliteEngine(folder);
  } catch (error) {
    throw new StartupError(
      `The embedded database in ${folder} cannot be opened: ${(error as Error).message}. Check that this user may write there and that the disk is not full; to start afresh, move that folder away.`,
      { cause: error },
    );
  }
}
