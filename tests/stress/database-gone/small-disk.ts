import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { administer } from '../../kit/postgres-server.js';

const SIZE = '512m';
const run = promisify(execFile);

/** A disk of its own under one database's tables; the log of the server is elsewhere, which would end the server. */
export class SmallDisk {
  readonly #folder: string;
  readonly #name: string;
  readonly #server: string;

  private constructor(folder: string, name: string, server: string) {
    this.#folder = folder;
    this.#name = name;
    this.#server = server;
  }

  /**
   * Moves a database to a disk in memory, before anyone is connected to it. Null where that cannot be: it takes root, and
   * a server on this machine.
   */
  static async under(databaseUrl: string): Promise<SmallDisk | null> {
    if (process.getuid?.() !== 0) return null;
    const url = new URL(databaseUrl);
    const database = url.pathname.slice(1);
    url.pathname = '/postgres';
    const [data] = await administer<{ data_directory: string }>(url.href, 'show data_directory');
    const owner = await stat(data?.data_directory ?? '').catch(() => null);
    if (owner === null) return null;
    const folder = await mkdtemp(join(tmpdir(), 'small-disk-'));
    const options = `size=${SIZE},mode=700,uid=${owner.uid},gid=${owner.gid}`;
    try {
      await run('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
    } catch {
      await rm(folder, { recursive: true });
      return null;
    }
    const disk = new SmallDisk(folder, `${database}_disk`, url.href);
    await administer(url.href, `create tablespace ${disk.#name} location '${folder}'`);
    await administer(url.href, `alter database ${database} set tablespace ${disk.#name}`);
    return disk;
  }

  /** Takes all the room that is left. */
  async fill(): Promise<void> {
    const zeros = Readable.from(forever(Buffer.alloc(64 * 1024)));
    await pipeline(zeros, createWriteStream(this.#filler)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOSPC') throw error;
    });
  }

  async clear(): Promise<void> {
    await rm(this.#filler, { force: true });
  }

  /** When the database has been removed. */
  async close(): Promise<void> {
    await administer(this.#server, `drop tablespace ${this.#name}`);
    await run('umount', [this.#folder]);
    await rm(this.#folder, { recursive: true });
  }

  get #filler(): string {
    return join(this.#folder, 'filler');
  }
}

function* forever<T>(item: T): Generator<T> {
  for (;;) yield item;
}
