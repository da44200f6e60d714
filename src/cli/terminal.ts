import type { WriteStream } from 'node:tty';

/** The last two are there when it is a terminal. */
export type Output = NodeJS.WritableStream & Partial<Pick<WriteStream, 'isTTY' | 'columns'>>;

const CLEAR_LINE = '\r\u001B[2K';

/**
 * What the person sees: the answer on the standard output, everything else on the standard error. A status is a line
 * that the next output replaces; it is shown on a terminal only.
 */
export class Terminal {
  #hasStatus = false;
  #hasNotes = false;
  #hasAnswer = false;

  constructor(
    private readonly output: Output,
    readonly messages: Output,
  ) {}

  /** A part of the answer, as it is; on a terminal an empty line sets it apart from the notes. */
  answer(text: string): void {
    this.clearStatus();
    if (!this.#hasAnswer && this.output.isTTY && this.#hasNotes) this.messages.write('\n');
    this.#hasAnswer = true;
    this.output.write(text);
  }

  /** One line about the run. */
  note(line: string): void {
    this.clearStatus();
    this.messages.write(`${line}\n`);
    this.#hasNotes = true;
  }

  status(text: string): void {
    const { isTTY, columns = 80 } = this.messages;
    if (!isTTY) return;
    // A status longer than the line would wrap, and only its last line could be cleared.
    const line = text.slice(0, Math.max(0, columns - 1));
    this.messages.write(`${CLEAR_LINE}${line}`);
    this.#hasStatus = true;
  }

  clearStatus(): void {
    if (this.#hasStatus) this.messages.write(CLEAR_LINE);
    this.#hasStatus = false;
  }
}
