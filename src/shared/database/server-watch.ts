import { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from 'pino';

/** A call that has waited so long makes us ask whether the server is there; a slow statement does so again and again. */
const ASK_AFTER_MS = 2_000;
/** A server that has not let us in by then is taken to be gone. */
const ANSWER_LIMIT_MS = 4_000;
const LOOK_EVERY_MS = 500;

/**
 * Notices a server that has vanished without closing its connections, behind a network that drops packets: TCP alone
 * would keep every caller waiting for a quarter of an hour, and a limit on statements would break the slow ones. So when
 * a call waits for long, the server is asked on a connection of its own. If it does not answer, the open connections are
 * broken off, and none is begun, so that callers fail at once, until it answers again.
 */
export class ServerWatch {
  readonly #databaseUrl: string;
  readonly #log: Logger | undefined;
  readonly #sockets = new Set<Socket>();
  readonly #calls = new Set<{ readonly since: number }>();
  readonly #timer: NodeJS.Timeout;
  #asking = false;
  #askedAt = 0;
  #gone = false;

  constructor(databaseUrl: string, log?: Logger) {
    this.#databaseUrl = databaseUrl;
    this.#log = log;
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  /** The socket of a new connection, for the settings of a pool. */
  readonly openSocket = (): Socket => {
    const socket = new Socket();
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    if (this.#gone) process.nextTick(() => socket.destroy(new Error('The server does not answer.')));
    return socket;
  };

  /** A call of the driver begins; gives what is called when it has been answered. */
  begin(): () => void {
    const call = { since: performance.now() };
    this.#calls.add(call);
    return () => this.#calls.delete(call);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    if (this.#asking || !(this.#gone || this.#isOverdue())) return;
    this.#asking = true;
    this.#askedAt = performance.now();
    const answers = await this.#answers();
    this.#asking = false;
    if (answers === !this.#gone) return;
    this.#gone = !answers;
    if (answers) return this.#log?.info('The database answers again.');
    this.#log?.warn(
      { connections: this.#sockets.size },
      'The database does not answer: its connections are broken off.',
    );
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Calls are in the order in which they began. */
  #isOverdue(): boolean {
    const [oldest] = this.#calls;
    const limit = performance.now() - ASK_AFTER_MS;
    return oldest !== undefined && oldest.since < limit && this.#askedAt < limit;
  }

  /** Any word of the server counts, also a refusal. */
  async #answers(): Promise<boolean> {
    const socket = new Socket();
    const client = new pg.Client({
      connectionString: this.#databaseUrl,
      stream: () => socket,
      application_name: 'agent-backend watch',
    });
    client.on('error', () => undefined);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      // After one more turn of the event loop: an answer may have come while this process was busy or frozen.
      timer = setTimeout(() => nextTurn().then(() => resolve(false)), ANSWER_LIMIT_MS);
    });
    const answered = client.connect().then(
      () => true,
      (error: unknown) => error instanceof pg.DatabaseError,
    );
    const answers = await Promise.race([answered, late]);
    clearTimeout(timer);
    // Ending waits for the server's word.
    if (answers) client.end().catch(() => undefined);
    else socket.destroy();
    return answers;
  }
}
