import { AnswerText, type AnswerUpdate } from './answer-text.js';
import type { Terminal } from './terminal.js';

/** Prints an answer as it grows, and before it begins what the agent is doing. */
export class AnswerPrinter {
  readonly #text = new AnswerText();
  #lastPrinted = '';

  constructor(private readonly terminal: Terminal) {}

  /** Shown until the answer begins: after that, its own unfinished line is where a status would stand. */
  status(text: string): void {
    if (this.#lastPrinted === '') this.terminal.status(text);
  }

  /** From `offset` (UTF-16 units) on the answer is now `text`. */
  delta(offset: number, text: string): void {
    this.#print(this.#text.apply(offset, text));
  }

  /** The answer ends as `text`. */
  finish(text: string): void {
    this.#print(this.#text.finish(text));
  }

  /** Leaves the cursor at the start of a line. */
  endLine(): void {
    if (this.#lastPrinted !== '' && !this.#lastPrinted.endsWith('\n')) this.terminal.answer('\n');
  }

  #print({ text, restarted }: AnswerUpdate): void {
    if (restarted) this.terminal.answer('\n\n(The answer was begun anew. What stands above no longer counts.)\n\n');
    if (text === '') return;
    this.terminal.answer(text);
    this.#lastPrinted = text;
  }
}
