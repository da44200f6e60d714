/** Lets one holder through at a time, first come, first served. A holder may enter again without waiting. */
export class Gate<Holder extends object> {
  #holder: Holder | null = null;
  readonly #waiting = new Map<Holder, (entered: boolean) => void>();

  isHeldBy(holder: Holder): boolean {
    return this.#holder === holder;
  }

  /** True once `holder` has the gate; false when it left while waiting. One call at a time for each holder. */
  enter(holder: Holder): Promise<boolean> {
    if (this.#holder === null) this.#holder = holder;
    if (this.#holder === holder) return Promise.resolve(true);
    return new Promise((resolve) => this.#waiting.set(holder, resolve));
  }

  /** Gives the gate, or the place in the queue, up. Does nothing for whoever has neither. */
  leave(holder: Holder): void {
    const stopWaiting = this.#waiting.get(holder);
    this.#waiting.delete(holder);
    stopWaiting?.(false);
    if (this.#holder === holder) this.#admitNext();
  }

  #admitNext(): void {
    const [next] = this.#waiting;
    this.#holder = null;
    if (next === undefined) return;
    const [holder, admit] = next;
    this.#waiting.delete(holder);
    this.#holder = holder;
    admit(true);
  }
}
