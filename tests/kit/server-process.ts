import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { DatabasePlace } from './database-template.js';

/** A server in a process of its own, started as `npm start` starts it, on a database that outlives the process. */
export class ServerProcess {
  readonly place: DatabasePlace;
  readonly #env: Readonly<Record<string, string>>;
  readonly #said: string[] = [];
  #process: ChildProcess | null = null;
  #url = '';

  /** `env` adds to the few variables that the process is given. */
  constructor(place: DatabasePlace, env: Readonly<Record<string, string>> = {}) {
    this.place = place;
    this.#env = env;
  }

  get url(): string {
    return this.#url;
  }

  /** All that its processes have written, logs included. */
  get output(): string {
    return this.#said.join('');
  }

  get pid(): number | null {
    return this.#process?.pid ?? null;
  }

  /** Starts the server; gives when it serves. May be called again after it has ended. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, ['dist/server.js'], {
      env: {
        PATH: process.env.PATH ?? '',
        HOME: process.env.HOME ?? '',
        PORT: '0',
        ...environmentOf(this.place),
        LOG_LEVEL: 'warn',
        ...this.#env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    const saidBefore = this.#said.length;
    child.stderr.on('data', (chunk: Buffer) => this.#said.push(chunk.toString()));
    const lines = createInterface({ input: child.stdout });
    this.#url = await new Promise<string>((resolve, reject) => {
      lines.on('line', (line) => {
        this.#said.push(`${line}\n`);
        const url = /(?:API|health) +(http:\/\/[^/ ]+)\//.exec(line)?.[1];
        if (url !== undefined) resolve(url);
      });
      child.once('exit', () =>
        reject(new Error(`The server ended before it served:\n${this.#said.slice(saidBefore).join('')}`)),
      );
    });
  }

  /** Sends a signal and goes on: SIGSTOP freezes the process, SIGCONT thaws it, SIGTERM begins its end. */
  signal(name: 'SIGSTOP' | 'SIGCONT' | 'SIGTERM'): void {
    this.#process?.kill(name);
  }

  /** Resolves with the exit code when the process has ended by itself. */
  async ended(): Promise<number | null> {
    const child = this.#process;
    if (child !== null && child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    return child?.exitCode ?? null;
  }

  /** Ends the process without a warning, as a crash does. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Ends the process gracefully; gives its exit code. */
  async stop(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#process;
    this.#process = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const exited = once(child, 'exit');
    child.kill(signal);
    const [code] = (await exited) as [number | null];
    return code;
  }
}

/** The variables that lead a server to a database. */
export function environmentOf({ databaseUrl, dataDir }: DatabasePlace): Record<string, string> {
  return databaseUrl === null ? { DATA_DIR: dataDir } : { DATABASE_URL: databaseUrl };
}
