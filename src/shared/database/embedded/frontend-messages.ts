import { afterText, encodeMessage, HEADER_BYTES, messageType, readText } from './wire-messages.js';

/** After one of these the client waits for an answer: Query, Sync, Flush, CopyDone, CopyFail. */
const AWAITS_ANSWER = new Set(['Q', 'S', 'H', 'c', 'f']);

export function awaitsAnswer(message: Buffer): boolean {
  return AWAITS_ANSWER.has(messageType(message));
}

/** The SQL a Query or Parse message carries; null for every other message. */
export function sqlOf(message: Buffer): string | null {
  if (messageType(message) === 'Q') return readText(message, HEADER_BYTES);
  if (messageType(message) === 'P') return readText(message, afterText(message, HEADER_BYTES));
  return null;
}

/** The name a Parse message gives to its statement; null for other messages and for the unnamed statement. */
export function preparedName(message: Buffer): string | null {
  return messageType(message) === 'P' ? readText(message, HEADER_BYTES) || null : null;
}

/** The message with `scope` put before every statement and portal name in it. Empty names stay empty. */
export function scopeNames(message: Buffer, scope: string): Buffer {
  const names = nameOffsets(message).filter((offset) => message[offset] !== 0);
  if (names.length === 0) return message;
  const starts = [0, ...names];
  const pieces = starts.map((start, index) => message.subarray(start, starts[index + 1]));
  const prefix = Buffer.from(scope);
  const scoped = Buffer.concat(pieces.flatMap((piece, index) => (index === 0 ? [piece] : [prefix, piece])));
  scoped.writeInt32BE(scoped.length - 1, 1);
  return scoped;
}

export function encodeQuery(sql: string): Buffer {
  return encodeMessage('Q', Buffer.from(`${sql}\0`));
}

export function encodeCloseStatement(name: string): Buffer {
  return encodeMessage('C', Buffer.from(`S${name}\0`));
}

export function encodeSync(): Buffer {
  return encodeMessage('S');
}

function nameOffsets(message: Buffer): number[] {
  switch (messageType(message)) {
    case 'P': // Parse: statement
    case 'E': // Execute: portal
      return [HEADER_BYTES];
    case 'B': // Bind: portal, statement
      return [HEADER_BYTES, afterText(message, HEADER_BYTES)];
    case 'D': // Describe and Close: a byte telling statement from portal, then the name
    case 'C':
      return [HEADER_BYTES + 1];
    default:
      return [];
  }
}
