import { type ChildNode, DomHandler } from 'domhandler';
import { Parser } from 'htmlparser2';

/** Far beyond what an editor makes, and well within what can be walked. */
const MOST_LEVELS = 250;
/** Each takes some 30 µs to convert: a page of one table with so many holds the process up for two seconds at worst. */
const MOST_ELEMENTS = 50_000;

/** HTML's entities and its elements without an end, XML's CDATA and `<ri:page/>`: storage format has all of them. */
const STORAGE_FORMAT = { recognizeCDATA: true, recognizeSelfClosing: true };

/**
 * The nodes of a document in storage format. Throws a `RangeError` at once when there are more than 250 levels or
 * 50,000 elements: the parser's time grows with the square of the levels.
 */
export function parseStorage(storage: string): ChildNode[] {
  const handler = new BoundedHandler();
  new Parser(handler, STORAGE_FORMAT).end(storage);
  return handler.root.children;
}

class BoundedHandler extends DomHandler {
  #levels = 0;
  #elements = 0;

  override onopentag(name: string, attribs: Record<string, string>): void {
    this.#levels += 1;
    this.#elements += 1;
    if (this.#levels > MOST_LEVELS) throw new RangeError(`It is nested more than ${MOST_LEVELS} levels deep.`);
    if (this.#elements > MOST_ELEMENTS) throw new RangeError(`It has more than ${MOST_ELEMENTS} elements.`);
    super.onopentag(name, attribs);
  }

  override onclosetag(): void {
    this.#levels -= 1;
    super.onclosetag();
  }
}
