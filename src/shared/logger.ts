import { type DestinationStream, type Logger, pino } from 'pino';

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
    redact: {
      paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]),
      censor: '[redacted]',
    },
  };
  return pino(options, destination);
}
