import type { ExecutionResult } from 'graphql';

/**
 * Keeps subscriptions from running ahead of the client that reads them: they give an event when the client waits for a
 * message and has taken every event before. Those that share a connection may give one each. What would be kept for a
 * client that does not read stays in the event log instead.
 */
export class ReaderPace {
  readonly #turns = new Set<() => void>();
  #untaken = 0;
  #waits = false;

  /** Its results at this pace. Takes nothing of them before the client waits. */
  of(results: AsyncIterable<ExecutionResult>): AsyncGenerator<ExecutionResult, void, undefined> {
    const source = results[Symbol.asyncIterator]();
    let ended = false;
    let endTurn = () => {};
    const end = () => {
      ended = true;
      endTurn();
    };
    const paced: AsyncGenerator<ExecutionResult, void, undefined> = {
      next: async () => {
        await this.#turn((giveUp) => {
          endTurn = giveUp;
        });
        if (ended) return { done: true, value: undefined };
        const result = await source.next();
        if (result.done) return { done: true, value: undefined };
        this.#untaken += 1;
        return result;
      },
      return: async () => {
        end();
        await source.return?.();
        return { done: true, value: undefined };
      },
      throw: async (error) => {
        end();
        await source.return?.();
        throw error;
      },
      [Symbol.asyncIterator]: () => paced,
      [Symbol.asyncDispose]: async () => void (await paced.return()),
    };
    return paced;
  }

  /** The client waits for a message. */
  waits(): void {
    this.#waits = true;
    this.#giveTurns();
  }

  /** The client has been given one; heartbeats and ends are messages too. */
  took({ isEvent }: { isEvent: boolean }): void {
    this.#waits = false;
    if (isEvent) this.#untaken -= 1;
  }

  #turn(begin: (giveUp: () => void) => void): Promise<void> {
    return new Promise((resolve) => {
      this.#turns.add(resolve);
      begin(() => {
        this.#turns.delete(resolve);
        resolve();
      });
      this.#giveTurns();
    });
  }

  #giveTurns(): void {
    if (!this.#waits || this.#untaken > 0) return;
    for (const give of this.#turns) give();
    this.#turns.clear();
  }
}
