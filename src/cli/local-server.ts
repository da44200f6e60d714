import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CliError } from './cli-error.js';
import { PACKAGE_FOLDER } from './environment.js';
import type { ServerConnection } from './server-connection.js';

const POLL_MS = 100;
const READY_WITHIN_MS = 120_000;
const STOPPED_WITHIN_MS = 15_000;
const SHOWN_LOG_LINES = 15;
/** Translated or not, as this file is. */
const SERVER = fileURLToPath(new URL(`../server${extname(import.meta.url)}`, import.meta.url));

/** A server that runs as a child process as long as the command does. */
export class LocalServer {
  readonly #process: ChildProcess;
  readonly #logFolder = mkdtempSync(join(tmpdir(), 'agent-backend-'));
  readonly #logFile = join(this.#logFolder, 'server.log');

  private constructor(url: URL) {
    const log = openSync(this.#logFile, 'w');
    this.#process = spawn(process.execPath, [...process.execArgv, SERVER], {
      cwd: PACKAGE_FOLDER,
      env: { ...process.env, ROLE: 'all', PORT: url.port || '80', HOST: '127.0.0.1' },
      stdio: ['ignore', log, log],
      // In a process group of its own, so that Ctrl-C reaches only this command, which then stops the server in order.
      detached: true,
    });
    closeSync(log);
  }

  /** Starts a server that listens at the connection's URL; resolves when it is ready, throws when it gave up. */
  static async start(connection: ServerConnection): Promise<LocalServer> {
    const server = new LocalServer(connection.url);
    try {
      await server.#becomesReady(connection);
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** Lets the server finish what it must and waits for its end; its unfinished jobs go on when it is next started. */
  async stop(): Promise<void> {
    if (this.#isRunning) {
      const exited = new Promise((resolve) => this.#process.once('exit', resolve));
      this.#process.kill('SIGTERM');
      const giveUp = setTimeout(() => this.#process.kill('SIGKILL'), STOPPED_WITHIN_MS);
      await exited;
      clearTimeout(giveUp);
    }
    rmSync(this.#logFolder, { recursive: true, force: true });
  }

  /** What the server said last, when it has ended by itself; null while it runs. */
  get lastWords(): string | null {
    return this.#isRunning ? null : this.#lastLogLines();
  }

  get #isRunning(): boolean {
    return this.#process.pid !== undefined && this.#process.exitCode === null && this.#process.signalCode === null;
  }

  async #becomesReady(connection: ServerConnection): Promise<void> {
    const deadline = Date.now() + READY_WITHIN_MS;
    while (!(await answersOk(connection.at('readyz'), connection.signal))) {
      if (!this.#isRunning) {
        throw new CliError(
          `The server could not be started. It said:\n${this.#lastLogLines()}\nTo ask a server that runs elsewhere, give its address with --url.`,
        );
      }
      if (Date.now() > deadline) {
        throw new CliError(
          `The server started at ${connection.url.origin} is not ready after ${READY_WITHIN_MS / 1000} s. It said:\n${this.#lastLogLines()}`,
        );
      }
      await delay(POLL_MS, undefined, { signal: connection.signal });
    }
  }

  #lastLogLines(): string {
    const lines = readFileSync(this.#logFile, 'utf8').trimEnd().split('\n');
    return lines
      .slice(-SHOWN_LOG_LINES)
      .map((line) => `  ${line}`)
      .join('\n');
  }
}

async function answersOk(url: URL, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, { signal });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}
