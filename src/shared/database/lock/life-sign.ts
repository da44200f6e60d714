import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A socket that this process listens on; the system closes it when the process ends. */
export interface LifeSign {
  /** For `isListening`: relative to the folder when the socket is inside it. */
  readonly address: string;
  end(): Promise<void>;
}

/** The system's limit for the path of a socket is 104 bytes or more; a longer one is cut without a word. */
const LONGEST_SOCKET_PATH = 100;

/**
 * Listens in the folder itself, so that another container that has the folder can see it; in the system's temporary
 * folder where that is impossible: the path is too long, or the file system has no sockets.
 */
export async function showLife(folder: string): Promise<LifeSign> {
  const name = `lock-${randomBytes(6).toString('hex')}.sock`;
  if (process.platform === 'win32') return listen(folder, `\\\\.\\pipe\\agent-backend-${name}`);
  if (Buffer.byteLength(join(folder, name)) > LONGEST_SOCKET_PATH) return listen(folder, join(tmpdir(), name));
  return listen(folder, name).catch(() => listen(folder, join(tmpdir(), name)));
}

/** Whether the process that listens at `address` is alive; also when it is too busy to answer. */
export async function isListening(folder: string, address: string): Promise<boolean> {
  const socket = connect(resolve(folder, address));
  try {
    await once(socket, 'connect');
    return true;
  } catch (error) {
    // Whoever may not ask must assume that someone is there.
    return !['ECONNREFUSED', 'ENOENT', 'ENOTSOCK'].includes((error as NodeJS.ErrnoException).code ?? '');
  } finally {
    socket.destroy();
  }
}

/** Removes what a process that was killed left behind. */
export async function removeIfDead(folder: string, address: string): Promise<void> {
  if (!(await isListening(folder, address))) await rm(resolve(folder, address), { force: true });
}

async function listen(folder: string, address: string): Promise<LifeSign> {
  const server = createServer((socket) => socket.destroy());
  server.listen(resolve(folder, address));
  await once(server, 'listening');
  // The lock alone does not keep a process running.
  server.unref();
  return { address, end: () => close(server) };
}

function close(server: Server): Promise<void> {
  return new Promise((done) => server.close(() => done()));
}
