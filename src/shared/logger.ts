import { type Logger, pino } from 'pino';

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

/** One JSON line an entry on standard output; values under the names of secrets are replaced. */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]),
      censor: '[redacted]',
    },
  });
}
