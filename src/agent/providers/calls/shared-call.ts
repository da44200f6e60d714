/** One call for all who want its result at the same time. It is aborted when nobody waits for it any more. */
export class SharedCall<T> {
  readonly #abort = new AbortController();
  readonly #result: Promise<T>;
  #waiting = 0;

  constructor(work: (signal: AbortSignal) => Promise<T>) {
    this.#result = work(this.#abort.signal);
  }

  /** True once all have left: who comes later needs a call of their own. */
  get abandoned(): boolean {
    return this.#abort.signal.aborted;
  }

  /** Rejects as the work does, or with the signal's reason: at once while others wait, else when the work has ended. */
  async join(signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    this.#waiting += 1;
    return new Promise<T>((resolve, reject) => {
      const leave = () => {
        this.#waiting -= 1;
        if (this.#waiting === 0) this.#abort.abort(signal.reason);
        else reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      const stay = () => signal.removeEventListener('abort', leave);
      this.#result.then(resolve, reject).finally(stay);
    });
  }
}
