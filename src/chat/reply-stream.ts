import type { TaskEvent } from '../contracts/events.js';
import { applyDelta, correction } from './reply-text.js';

/** Deltas are merged until this many characters are waiting, or this long after the first of them. */
const FLUSH_AT_CHARS = 200;
const FLUSH_AFTER_MS = 50;
/** A model may say all at once; whoever reads the log holds some events, also while it does not read on. */
const LONGEST_DELTA_CHARS = 4_000;

interface Delta {
  readonly offset: number;
  readonly text: string;
}

/**
 * Stores a reply's deltas, merged: a row for each token would cost more than the tokens. What is merged is never more
 * than one contiguous piece, and every other event flushes it first, so the log keeps the order of what happened.
 */
export class ReplyStream {
  readonly #messageId: string;
  readonly #append: (event: TaskEvent) => Promise<unknown>;
  /** What a reader of the log has, and what it has with the waiting piece. */
  #text: string;
  #waiting: Delta | null = null;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<unknown> = Promise.resolve();
  #failure: unknown = null;

  constructor(options: { messageId: string; append: (event: TaskEvent) => Promise<unknown>; streamed: string }) {
    this.#messageId = options.messageId;
    this.#append = options.append;
    this.#text = options.streamed;
  }

  /** Takes a delta; waits only when enough has gathered to be written. */
  async add(delta: Delta): Promise<void> {
    const waiting = this.#waiting;
    if (waiting !== null && delta.offset !== waiting.offset + waiting.text.length) await this.flush();
    this.#waiting =
      this.#waiting === null
        ? { offset: delta.offset, text: delta.text }
        : { offset: this.#waiting.offset, text: this.#waiting.text + delta.text };
    if (this.#waiting.text.length >= FLUSH_AT_CHARS) return this.flush();
    this.#timer ??= setTimeout(() => {
      this.flush().catch((error: unknown) => {
        this.#failure = error;
      });
    }, FLUSH_AFTER_MS);
    this.#throwFailure();
  }

  /** Writes another event, after the deltas that came before it. */
  async interleave(event: TaskEvent): Promise<void> {
    await this.flush();
    await this.#append(event);
  }

  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const delta = this.#waiting;
    this.#waiting = null;
    if (delta !== null) {
      this.#text = applyDelta(this.#text, delta);
      for (const piece of pieces(delta)) {
        this.#writing = this.#writing.then(() =>
          this.#append({ type: 'task_delta', messageId: this.#messageId, ...piece }),
        );
      }
    }
    await this.#writing;
    this.#throwFailure();
  }

  /** Makes the log say exactly `answer`: a resumed run may not repeat what an earlier attempt had yet to write. */
  async finish(answer: string): Promise<void> {
    await this.flush();
    const delta = correction(this.#text, answer);
    if (delta === null) return;
    this.#waiting = delta;
    await this.flush();
  }

  #throwFailure(): void {
    if (this.#failure !== null) throw this.#failure;
  }
}

/** The same text in deltas that are not too long; none of them ends between the halves of a surrogate pair. */
function* pieces({ offset, text }: Delta): Generator<Delta> {
  let start = 0;
  do {
    let end = Math.min(start + LONGEST_DELTA_CHARS, text.length);
    if (end < text.length && /[\uD800-\uDBFF]/.test(text.charAt(end - 1))) end -= 1;
    yield { offset: offset + start, text: text.slice(start, end) };
    start = end;
  } while (start < text.length);
}
