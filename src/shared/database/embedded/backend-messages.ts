import { afterText, encodeMessage, HEADER_BYTES, messageType, readText, splitMessages } from './wire-messages.js';

/** As ReadyForQuery says it: idle, in a transaction, in a transaction that has failed. */
export type TransactionStatus = 'I' | 'T' | 'E';

export interface Notification {
  readonly channel: string;
  /** The NotificationResponse as it came. */
  readonly message: Buffer;
}

export interface Reply {
  /** The answer without notifications, which may be for others. */
  readonly bytes: Buffer;
  readonly notifications: readonly Notification[];
  /** Null when the engine awaits more, as after a Flush. */
  readonly status: TransactionStatus | null;
  /** Whether a transaction that is over now took effect. */
  readonly committed: boolean;
  /** Of an error after which the engine cannot go on: what it says. */
  readonly lastWords: string | null;
}

const LAST_SEVERITIES = ['FATAL', 'PANIC'];

export function readReply(answer: Uint8Array): Reply {
  const bytes = Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength);
  const { messages } = splitMessages(bytes);
  const notifications: Notification[] = [];
  let status: TransactionStatus | null = null;
  let failed = false;
  let lastTag = '';
  let lastWords: string | null = null;
  for (const message of messages) {
    switch (messageType(message)) {
      case 'A':
        notifications.push({ channel: readText(message, HEADER_BYTES + 4), message });
        break;
      case 'C':
        lastTag = readText(message, HEADER_BYTES);
        break;
      case 'E':
        failed = true;
        lastWords ??= lastWordsOf(message);
        break;
      case 'Z':
        status = String.fromCharCode(message[HEADER_BYTES] ?? 0) as TransactionStatus;
    }
  }
  return {
    bytes: notifications.length === 0 ? bytes : Buffer.concat(messages.filter((m) => messageType(m) !== 'A')),
    notifications,
    status,
    // COMMIT of a failed transaction answers ROLLBACK, without an error.
    committed: status === 'I' && !failed && lastTag !== 'ROLLBACK',
    lastWords,
  };
}

/** An ErrorResponse is a list of fields, each a type byte and a text; V is the severity, M the message. */
function lastWordsOf(message: Buffer): string | null {
  const fields = new Map<string, string>();
  for (let start = HEADER_BYTES; message[start] !== 0 && start < message.length; start = afterText(message, start)) {
    fields.set(String.fromCharCode(message[start] ?? 0), readText(message, start + 1));
  }
  return LAST_SEVERITIES.includes(fields.get('V') ?? '') ? (fields.get('M') ?? '') : null;
}

/** What a server that asks for no password answers to a connection's start: AuthenticationOk, BackendKeyData, ReadyForQuery. */
export function welcome(sessionNumber: number): Buffer {
  const key = Buffer.alloc(8);
  key.writeInt32BE(sessionNumber, 0);
  return Buffer.concat([
    encodeMessage('R', Buffer.alloc(4)),
    encodeMessage('K', key),
    encodeMessage('Z', Buffer.from('I')),
  ]);
}
