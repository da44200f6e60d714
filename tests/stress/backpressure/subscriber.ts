import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';

const FRAME_END = Buffer.from('\n\n');
const COMMENT = ':'.charCodeAt(0);

export interface SubscriptionRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** What the frame of the last event holds. */
  readonly lastFrame: string;
}

/** What a subscriber was sent, comments aside. */
export interface Reading {
  readonly frames: number;
  readonly bytes: number;
  /** SHA-256 of all of it, in order. */
  readonly digest: string;
}

/** One reader of a stream, over a connection of its own, that reads nothing before it is told to. */
export class Subscriber {
  readonly #response: IncomingMessage;
  readonly #lastFrame: Buffer;
  #reading: Promise<Reading> | null = null;

  private constructor(response: IncomingMessage, lastFrame: string) {
    this.#response = response;
    this.#lastFrame = Buffer.from(lastFrame);
  }

  /** Gives when the server has begun to answer. */
  static async open({ url, method, headers, body, lastFrame }: SubscriptionRequest): Promise<Subscriber> {
    const sending = request(url, { method, headers, agent: false });
    sending.end(body);
    const [response] = (await once(sending, 'response')) as [IncomingMessage];
    if (response.statusCode !== 200) throw new Error(`${url} answered ${response.statusCode}.`);
    return new Subscriber(response, lastFrame);
  }

  get socket(): Socket {
    return this.#response.socket;
  }

  /** Reads on, to the last event, and closes the connection. */
  read(): Promise<Reading> {
    this.#reading ??= this.#readAll();
    return this.#reading;
  }

  close(): void {
    this.#response.destroy();
  }

  async #readAll(): Promise<Reading> {
    const hash = createHash('sha256');
    let [frames, bytes] = [0, 0];
    let rest: Buffer = Buffer.alloc(0);
    for await (const chunk of this.#response as AsyncIterable<Buffer>) {
      const data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let start = 0;
      for (let end = data.indexOf(FRAME_END); end >= 0; end = data.indexOf(FRAME_END, start)) {
        const frame = data.subarray(start, end + FRAME_END.length);
        start = end + FRAME_END.length;
        if (frame[0] === COMMENT) continue;
        hash.update(frame);
        frames += 1;
        bytes += frame.length;
        if (frame.includes(this.#lastFrame)) return { frames, bytes, digest: hash.digest('hex') };
      }
      rest = data.subarray(start);
    }
    throw new Error(`The stream ended after ${frames} events, without its last one.`);
  }
}
