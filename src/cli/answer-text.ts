/** What to print so that the terminal shows the answer as it is now. */
export interface AnswerUpdate {
  readonly text: string;
  /** The answer no longer begins with what was printed: `text` is the whole answer again. */
  readonly restarted: boolean;
}

/**
 * Follows an answer whose stream may go back, and says what to print on an output that cannot. An answer that is told
 * again in the same words, as after a restart of the server, is printed once.
 */
export class AnswerText {
  #current = '';
  #printed = '';

  /** From `offset` (UTF-16 units) on the answer is now `delta`. */
  apply(offset: number, delta: string): AnswerUpdate {
    this.#current = this.#current.slice(0, offset) + delta;
    // While the beginning is being told again there is nothing new to print yet.
    if (this.#printed.startsWith(this.#current)) return { text: '', restarted: false };
    return this.#print(this.#current);
  }

  /** The answer ends as `text`, whatever was told before. */
  finish(text: string): AnswerUpdate {
    return this.#print(text);
  }

  #print(text: string): AnswerUpdate {
    const restarted = !text.startsWith(this.#printed);
    const fresh = restarted ? text : text.slice(this.#printed.length);
    this.#printed = text;
    return { text: fresh, restarted };
  }
}
