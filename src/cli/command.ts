import type { SharedArguments } from './arguments.js';
import { CliError } from './cli-error.js';
import { type FoundServer, findServer } from './find-server.js';
import { openProjectFolder } from './project-folder.js';
import { ServerConnection, UnreachableError } from './server-connection.js';
import { Terminal } from './terminal.js';

/** Why a run ends early without having failed. */
class Interruption extends Error {
  constructor(readonly exitCode: number) {
    super('interrupted');
  }
}

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

export interface CommandRun {
  readonly connection: ServerConnection;
  readonly server: FoundServer['info'];
  /** Its symbolic links are resolved. */
  readonly folder: string;
  readonly terminal: Terminal;
}

/**
 * Runs a command from its arguments to its exit code: finds or starts the server, does `work`, stops what it started.
 * `parse` gives null when help was asked for. Ctrl-C ends the run in order, a second one at once.
 */
export async function runCommand<Arguments extends SharedArguments>(
  { parse, help }: { parse: () => Arguments | null; help: string },
  work: (given: Arguments, run: CommandRun) => Promise<void>,
): Promise<void> {
  const terminal = new Terminal(process.stdout, process.stderr);
  const interruption = new AbortController();
  interruptOnSignals(interruption);
  interruptWhenOutputCloses(interruption);
  try {
    const given = parse();
    if (given === null) terminal.answer(`${help}\n`);
    else await runWithServer(given, terminal, interruption.signal, work);
  } catch (error) {
    process.exitCode = report(interruption.signal.aborted ? interruption.signal.reason : error, terminal);
  }
}

async function runWithServer<Arguments extends SharedArguments>(
  given: Arguments,
  terminal: Terminal,
  signal: AbortSignal,
  work: (given: Arguments, run: CommandRun) => Promise<void>,
): Promise<void> {
  const folder = await openProjectFolder(given.folder);
  // When the work fails, the streams that are still open would keep the process alive.
  const ended = new AbortController();
  const connection = new ServerConnection(given.url, given.token, AbortSignal.any([signal, ended.signal]));
  const { info, startedHere } = await findServer(connection, given.whenNoneAnswers, terminal);
  try {
    await work(given, { connection, server: info, folder, terminal });
  } catch (error) {
    const lastWords = error instanceof UnreachableError ? (startedHere?.lastWords ?? null) : null;
    if (lastWords !== null) throw new CliError(`The server stopped during the run. It said:\n${lastWords}`);
    throw error;
  } finally {
    ended.abort();
    if (startedHere !== null) {
      terminal.status('Stopping the server…');
      await startedHere.stop();
      terminal.clearStatus();
    }
  }
}

function interruptOnSignals(interruption: AbortController): void {
  for (const [signal, exitCode] of Object.entries(SIGNALS)) {
    process.on(signal, () => {
      if (interruption.signal.aborted) process.exit(exitCode);
      interruption.abort(new Interruption(exitCode));
    });
  }
}

/** `… | head` closes the output when it has enough: that is no failure. */
function interruptWhenOutputCloses(interruption: AbortController): void {
  process.stdout.on('error', () => interruption.abort(new Interruption(0)));
  process.stderr.on('error', () => interruption.abort(new Interruption(0)));
}

function report(error: unknown, terminal: Terminal): number {
  if (error instanceof Interruption) {
    if (error.exitCode !== 0) terminal.note('Interrupted. Nothing is lost: the next run goes on from here.');
    return error.exitCode;
  }
  if (error instanceof CliError) {
    terminal.note(error.message);
    return error.exitCode;
  }
  terminal.note(`This is a defect of the command. ${error instanceof Error ? error.stack : String(error)}`);
  return 1;
}
