import { Duplex } from 'node:stream';
import { welcome } from './backend-messages.js';
import { EmbeddedSession } from './embedded-session.js';
import { awaitsAnswer } from './frontend-messages.js';
import type { SharedBackend } from './shared-backend.js';
import { splitMessages } from './wire-messages.js';

type Done = (error?: Error | null) => void;

/** Stands in for the network socket of a `pg.Client`: what is written to it runs on the embedded backend. */
export class EmbeddedSocket extends Duplex {
  readonly #session: EmbeddedSession;
  #received: Buffer = Buffer.alloc(0);
  #batch: Buffer[] = [];
  #started = false;

  constructor(backend: SharedBackend) {
    super();
    this.#session = new EmbeddedSession(backend, (bytes) => {
      if (!this.readableEnded && !this.destroyed) this.push(bytes);
    });
  }

  /** pg calls these on a `net.Socket`; only `connect` means something here. */
  connect(): this {
    process.nextTick(() => this.emit('connect'));
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }

  override _read(): void {
    // Answers are pushed when they come.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    this.#receive(chunk).then(() => done(), done);
  }

  override _final(done: Done): void {
    this.#session.end().then(() => {
      this.push(null);
      done();
    }, done);
  }

  override _destroy(error: Error | null, done: Done): void {
    this.#session.end().then(() => done(error), done);
  }

  async #receive(chunk: Buffer): Promise<void> {
    if (!this.#started) {
      // The first message has no type byte; what it asks for (user, database) has no meaning here.
      this.#started = true;
      this.push(welcome(this.#session.number));
      return;
    }
    const bytes = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const { messages, rest } = splitMessages(bytes);
    this.#received = rest;
    for (const message of messages) {
      this.#batch.push(message);
      if (awaitsAnswer(message)) await this.#session.execute(this.#batch.splice(0));
    }
  }
}
