/** A message is a type byte, an int32 length that counts itself, and a body. */
export const HEADER_BYTES = 5;

/**
 * Splits a stream of bytes into whole messages.
 * `rest` is the beginning of a message that has not come in full.
 */
export function splitMessages(bytes: Buffer): { messages: Buffer[]; rest: Buffer } {
  const messages: Buffer[] = [];
  let start = 0;
  while (bytes.length - start >= HEADER_BYTES) {
    const end = start + 1 + bytes.readInt32BE(start + 1);
    if (end > bytes.length) break;
    messages.push(bytes.subarray(start, end));
    start = end;
  }
  return { messages, rest: bytes.subarray(start) };
}

export function messageType(message: Buffer): string {
  return String.fromCharCode(message[0] ?? 0);
}

export function encodeMessage(type: string, body: Buffer = Buffer.alloc(0)): Buffer {
  const message = Buffer.alloc(HEADER_BYTES + body.length);
  message.write(type, 0, 'latin1');
  message.writeInt32BE(message.length - 1, 1);
  body.copy(message, HEADER_BYTES);
  return message;
}

/** The zero-terminated string at `offset`. */
export function readText(message: Buffer, offset: number): string {
  return message.toString('utf8', offset, message.indexOf(0, offset));
}

/** Where the zero-terminated string at `offset` is over: the first byte after its zero. */
export function afterText(message: Buffer, offset: number): number {
  return message.indexOf(0, offset) + 1;
}
