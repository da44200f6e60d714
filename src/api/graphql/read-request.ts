import { parseJsonText } from '../request-body.js';

/**
 * A request whose body has been read, inflated and decoded. A plain `Request` with this text for a body would encode
 * it, and decode it again for its reader: for a large body each of these takes longer than parsing it.
 */
export class ReadRequest extends Request {
  #text: string | null;

  constructor(request: Request, text: string) {
    const headers = new Headers(request.headers);
    headers.delete('content-encoding');
    headers.delete('content-length');
    super(request.url, { method: request.method, headers, signal: request.signal });
    this.#text = text;
  }

  /** As a body in general, it can be had once: a subscription must not hold on to the text while it runs. */
  override async text(): Promise<string> {
    const text = this.#text;
    if (text === null) throw new TypeError('The body has been read before.');
    this.#text = null;
    return text;
  }

  override async json(): Promise<unknown> {
    return parseJsonText(await this.text());
  }
}
