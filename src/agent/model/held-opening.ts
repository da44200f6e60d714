/** Before the word models like to put a quote, a backtick or an emphasis. */
const DECORATION = /^[\s`*_"'«]+/u;

/**
 * Passes a reply on as it comes, but holds its beginning back until it is clear that the reply is not `word` in place
 * of an answer: then nothing of it is passed on.
 */
export class HeldOpening {
  #held: string | null = '';
  #isWord = false;

  constructor(
    private readonly word: string,
    private readonly pass: (text: string) => Promise<void>,
  ) {}

  /** Whether the reply began with the word. */
  get isWord(): boolean {
    return this.#isWord;
  }

  async add(piece: string): Promise<void> {
    if (this.#isWord) return;
    if (this.#held === null) return this.pass(piece);
    this.#held += piece;
    const opening = this.#held.replace(DECORATION, '');
    if (opening.startsWith(this.word)) this.#isWord = true;
    else if (!this.word.startsWith(opening)) await this.end();
  }

  /** Passes on what is still held. */
  async end(): Promise<void> {
    const held = this.#held ?? '';
    this.#held = null;
    if (!this.#isWord && held !== '') await this.pass(held);
  }
}
