import { freshPlace, removeDatabase } from './database.js';
import { ServerProcess } from './server-process.js';

/** A server of a test's own, on an empty database; `env` adds to the few variables that it is given. */
export async function startServer(env: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
  const server = new ServerProcess(await freshPlace(), env);
  await server.start();
  return server;
}

/** Ends the process and removes its data. */
export async function disposeServer(server: ServerProcess): Promise<void> {
  await server.kill();
  await removeDatabase(server.place);
}
