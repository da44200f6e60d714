/** How long each phase of an HTTP exchange may take, in milliseconds. */
export interface Deadlines {
  /** Until the connection stands, TLS included. */
  readonly connectMs: number;
  /** From there to the response's headers. */
  readonly firstByteMs: number;
  /** Between two pieces of the response's body. */
  readonly silenceMs: number;
}

export type Phase = keyof Deadlines;

/** Watches one phase at a time. */
export class Deadline {
  readonly #deadlines: Deadlines;
  readonly #onMissed: (phase: Phase, milliseconds: number) => void;
  #timer: NodeJS.Timeout | null = null;

  constructor(deadlines: Deadlines, onMissed: (phase: Phase, milliseconds: number) => void) {
    this.#deadlines = deadlines;
    this.#onMissed = onMissed;
  }

  /** Ends the phase before, if there was one. */
  start(phase: Phase): void {
    this.stop();
    const milliseconds = this.#deadlines[phase];
    this.#timer = setTimeout(() => this.#onMissed(phase, milliseconds), milliseconds);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
