/** Which texts are being embedded in this process, by any key of theirs. */
export class TextsInWork {
  readonly #ended = new Map<string, Promise<void>>();

  /**
   * Does the work on those of `keys` that nobody works on, and marks them meanwhile. When there is none such, waits
   * instead until one that is being worked on no longer is; it may then be done, or have failed. Rejects as the work
   * does, or with the signal's reason.
   */
  async claim(
    keys: readonly string[],
    signal: AbortSignal,
    work: (claimed: ReadonlySet<string>) => Promise<void>,
  ): Promise<void> {
    const claimed = new Set(keys.filter((key) => !this.#ended.has(key)));
    if (claimed.size === 0) return this.#oneToEnd(keys, signal);
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    for (const key of claimed) this.#ended.set(key, ended);
    try {
      await work(claimed);
    } finally {
      for (const key of claimed) this.#ended.delete(key);
      end();
    }
  }

  async #oneToEnd(keys: readonly string[], signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    let stop: () => void = () => undefined;
    const aborted = new Promise<void>((resolve) => {
      stop = resolve;
    });
    signal.addEventListener('abort', stop, { once: true });
    await Promise.race([aborted, ...keys.map((key) => this.#ended.get(key))]);
    signal.removeEventListener('abort', stop);
    signal.throwIfAborted();
  }
}
