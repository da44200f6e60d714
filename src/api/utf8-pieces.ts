import { isUtf8 } from 'node:buffer';

const BYTE_ORDER_MARK = '\ufeff';

/**
 * The text of UTF-8 bytes that come in pieces, decoded piece by piece: the whole of a large body at once would keep
 * everyone waiting. A byte order mark at the start is left out.
 */
export class Utf8Pieces {
  #text = '';
  /** The start of a character that the next piece goes on with. */
  #rest: Buffer = Buffer.alloc(0);

  /** False when the bytes so far cannot be the start of UTF-8; then nothing more may be asked. */
  add(piece: Buffer): boolean {
    const bytes = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    const end = endOfWholeCharacters(bytes);
    const whole = bytes.subarray(0, end);
    // A TextDecoder that streams does not have the fast path for ASCII, and gives strings of twice the size.
    if (!isUtf8(whole)) return false;
    this.#text += whole.toString('utf8');
    this.#rest = bytes.subarray(end);
    return true;
  }

  /** The text; null when it ends within a character. */
  end(): string | null {
    if (this.#rest.length > 0) return null;
    return this.#text.startsWith(BYTE_ORDER_MARK) ? this.#text.slice(1) : this.#text;
  }
}

/** Where a character begins whose last bytes are missing; the length when none are. */
function endOfWholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    const isContinuation = byte >= 0x80 && byte < 0xc0;
    if (!isContinuation) return lengthOfCharacter(byte) > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** By its first byte; 1 also for a byte that begins none, which is for the decoder to find. */
function lengthOfCharacter(first: number): number {
  if (first < 0xc0) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}
