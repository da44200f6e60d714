import { ServerInfoDocument, type ServerInfoQuery } from '../generated/documents/graphql.js';
import { CliError } from './cli-error.js';
import { LocalServer } from './local-server.js';
import { type ServerConnection, ServerError, UnreachableError } from './server-connection.js';
import type { Terminal } from './terminal.js';

/** A server that is busy indexing still answers well within this. */
const ANSWER_WITHIN_MS = 20_000;

export interface FoundServer {
  readonly info: ServerInfoQuery['serverInfo'];
  /** Null: it was already running, and goes on running. */
  readonly startedHere: LocalServer | null;
}

/** What to do when no server answers. One that was named by its address is not ours to start. */
export type WhenNoneAnswers = 'start' | 'fail';

/** The server at the connection's URL, or one that is started there for this run. */
export async function findServer(
  connection: ServerConnection,
  whenNoneAnswers: WhenNoneAnswers,
  terminal: Terminal,
): Promise<FoundServer> {
  const info = await askForInfo(connection);
  if (info !== null) return { info, startedHere: null };
  if (whenNoneAnswers === 'fail') {
    throw new CliError(
      `No server answers at ${connection.url.href}. Start it there, or leave --url out to have one started for this run.`,
    );
  }
  terminal.note(
    `No server answers at ${connection.url.origin}: starting one for this run. "npm start" in another terminal keeps one running, which makes the next questions quicker.`,
  );
  terminal.status('Starting the server…');
  const startedHere = await LocalServer.start(connection);
  try {
    return { info: await serverInfo(connection, connection.signal), startedHere };
  } catch (error) {
    await startedHere.stop();
    throw error;
  }
}

/** Null when nothing listens at the URL. */
async function askForInfo(connection: ServerConnection): Promise<FoundServer['info'] | null> {
  const timeout = AbortSignal.timeout(ANSWER_WITHIN_MS);
  try {
    return await serverInfo(connection, AbortSignal.any([connection.signal, timeout]));
  } catch (error) {
    connection.signal.throwIfAborted();
    if (timeout.aborted) {
      throw new CliError(
        `Something accepts connections at ${connection.url.origin} but has not answered in ${ANSWER_WITHIN_MS / 1000} s. Look at that server, or name another one with --url.`,
      );
    }
    if (error instanceof UnreachableError) return null;
    throw error;
  }
}

async function serverInfo(connection: ServerConnection, signal: AbortSignal): Promise<FoundServer['info']> {
  try {
    return (await connection.executeOnce(ServerInfoDocument, {}, signal)).serverInfo;
  } catch (error) {
    if (error instanceof ServerError && error.code === 'UNAUTHENTICATED') {
      throw new CliError(
        `The server at ${connection.url.origin} takes requests only with one of its API_TOKENS. Give it with --token or in the variable API_TOKEN.`,
      );
    }
    throw error;
  }
}
