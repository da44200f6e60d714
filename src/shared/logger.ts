import { type DestinationStream, type Logger, pino } from 'pino';
import { reasonOf } from './database/failure-log.js';
import { ExpectedError } from './errors.js';

/** Names under which a secret may sit in something that is logged. */
const SECRET_KEYS = [
  'authorization',
  'token',
  'password',
  'apiKey',
  'apiToken',
  'internalToken',
  'apiTokens',
  'databaseUrl',
  'cookie',
];

/** One JSON line an entry, on standard output unless told otherwise; values under the names of secrets are replaced. */
export function createLogger(level: string, destination: DestinationStream = pino.destination(1)): Logger {
  const options = {
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError },
    redact: {
      paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]),
      censor: '[redacted]',
    },
  };
  return pino(options, destination);
}

/** What is expected is told by its code and words, and what caused it by its own; of anything else there is the stack. */
function describeError(error: unknown): unknown {
  if (!(error instanceof ExpectedError)) return pino.stdSerializers.err(error as Error);
  const { code, message, cause } = error;
  return { code, message, ...(cause !== undefined && { cause: reasonOf(cause) }) };
}
