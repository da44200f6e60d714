/** What a call is for: an answer that someone waits for, with the search for it, or an index job. */
export type CallPurpose = 'answer' | 'index';

/** Turns that all processes have together. */
export interface SharedTurns {
  /** Gives the function that ends the turn, and never rejects. Rejects with the signal's reason. */
  take(signal: AbortSignal): Promise<() => Promise<void>>;
}

const ANSWERS_IN_A_ROW = 3;

/**
 * Lets a number of calls run at a time: in this process, and with shared turns in all processes together. Of those that
 * wait here, calls for answers go before calls of index jobs, except that after three in a row that did, one of an index
 * job has its turn. Calls for the same go in the order in which they came.
 */
export class CallLimit {
  #free: number;
  readonly #shared: SharedTurns | null;
  readonly #waiting: Readonly<Record<CallPurpose, (() => void)[]>> = { answer: [], index: [] };
  /** Calls for answers that went before a waiting one of an index job, since the last of those. */
  #answersInARow = 0;

  constructor(limit: number, shared: SharedTurns | null = null) {
    this.#free = limit;
    this.#shared = shared;
  }

  /** Gives the function that ends the call, which must be called once. Rejects with the signal's reason. */
  async begin(purpose: CallPurpose, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#free > 0) this.#free -= 1;
    else await this.#turn(this.#waiting[purpose], signal);
    if (this.#shared === null) return () => this.#end();
    try {
      const end = await this.#shared.take(signal);
      return () => void end().then(() => this.#end());
    } catch (error) {
      this.#end();
      throw error;
    }
  }

  async #turn(waiting: (() => void)[], signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const take = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        waiting.splice(waiting.indexOf(take), 1);
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      waiting.push(take);
    });
  }

  #end(): void {
    const next = this.#next();
    if (next === undefined) this.#free += 1;
    else next();
  }

  #next(): (() => void) | undefined {
    const { answer, index } = this.#waiting;
    if (index.length > 0 && (answer.length === 0 || this.#answersInARow === ANSWERS_IN_A_ROW)) {
      this.#answersInARow = 0;
      return index.shift();
    }
    this.#answersInARow = index.length > 0 ? this.#answersInARow + 1 : 0;
    return answer.shift();
  }
}
