import { Readable } from 'node:stream';
import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { BadRequestError, LimitError } from '../shared/errors.js';
import { Utf8Pieces } from './utf8-pieces.js';

/** The body is written in a way that this server does not read. */
export class UnsupportedBodyError extends BadRequestError {}

/**
 * The text of a request's body, inflated when it is gzip. Reading stops at `maxBytes`, which hold for the inflated
 * size, so that a small request cannot unfold into a large one.
 * Throws a `LimitError` beyond it, an `UnsupportedBodyError` for another encoding, and a `BadRequestError` for a body
 * that is not UTF-8 or not whole.
 */
export async function readBodyText(request: Request, maxBytes: number): Promise<string> {
  if (request.body === null) return '';
  const encoding = request.headers.get('content-encoding')?.trim().toLowerCase() ?? 'identity';
  if (encoding !== 'gzip' && encoding !== 'identity') {
    throw new UnsupportedBodyError(`Content-Encoding "${encoding}" is not read here. Send gzip, or no encoding.`);
  }
  if (encoding === 'identity' && Number(request.headers.get('content-length')) > maxBytes) throw tooLarge(maxBytes);
  const body = Readable.fromWeb(request.body as Parameters<typeof Readable.fromWeb>[0]);
  const text = await collect(encoding === 'gzip' ? inflate(body) : body, maxBytes);
  if (text === null) throw new BadRequestError('The body is not UTF-8. Send JSON in UTF-8.');
  return text;
}

/** Parses in a turn of its own: for a large body that is long enough. Rejects with the `SyntaxError` of `JSON.parse`. */
export async function parseJsonText(text: string): Promise<unknown> {
  await yieldToEventLoop();
  const value: unknown = JSON.parse(text);
  await yieldToEventLoop();
  return value;
}

function inflate(body: Readable): Readable {
  const gunzip = createGunzip();
  body.on('error', (error) => gunzip.destroy(error));
  gunzip.on('close', () => body.destroy());
  return body.pipe(gunzip);
}

/** Null for what is not UTF-8; the rest of it is read nonetheless, since its size may be what is wrong with it. */
async function collect(body: Readable, maxBytes: number): Promise<string | null> {
  const pieces = new Utf8Pieces();
  let isText = true;
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.length;
      if (size > maxBytes) throw tooLarge(maxBytes);
      isText &&= pieces.add(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    }
  } catch (error) {
    if (error instanceof LimitError) throw error;
    throw new BadRequestError('The body is not whole, or not the gzip that Content-Encoding says. Send it again.');
  }
  return isText ? pieces.end() : null;
}

function tooLarge(maxBytes: number): LimitError {
  return new LimitError(
    'PAYLOAD_TOO_LARGE',
    `The body is larger than ${maxBytes} bytes (MAX_REQUEST_BYTES), counted after inflating. Send it in several requests.`,
    maxBytes,
  );
}
