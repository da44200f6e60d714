import { z } from 'zod';
import { StartupError, shorten } from './shared/errors.js';

interface Range {
  readonly min?: number;
  readonly max?: number;
}

const text = z.string().optional();
const wholeNumber = ({ min = 1, max = Number.MAX_SAFE_INTEGER }: Range) =>
  z.coerce
    .number({ error: 'must be a whole number' })
    .int('must be a whole number')
    .min(min, `must be at least ${min}`)
    .max(max, `must be at most ${max}`);
const count = (fallback: number, range: Range = {}) => wholeNumber(range).default(fallback);
const amount = (unit: string, { min, max }: { min: number; max: number }) =>
  z.coerce
    .number({ error: `must be a number of ${unit}` })
    .min(min, `must be at least ${min}`)
    .max(max, `must be at most ${max}`);
const seconds = (fallback: number) => amount('seconds', { min: 0.1, max: 86_400 }).default(fallback);
/** Up to a hundred years. */
const hours = amount('hours', { min: 0.001, max: 876_000 });
const flag = (fallback: boolean) =>
  z
    .enum(['true', 'false', '1', '0'], { error: 'must be true or false' })
    .default(fallback ? 'true' : 'false')
    .transform((value) => value === 'true' || value === '1');

const url = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' });
const secret = z.string().regex(/^[\x21-\x7e]+$/, 'must be the key alone: printable ASCII without spaces');
const provider = z.enum(['gigachat', 'openai', 'offline'], { error: 'must be gigachat, openai or offline' }).optional();

const MEBIBYTE = 1024 * 1024;
/** Four connections of a worker listen, and work goes on with two. */
export const LEAST_POOL_SIZE = 6;

/** Every variable this server knows, in the order of .env.example. */
const variables = z.object({
  PORT: wholeNumber({ min: 0, max: 65_535 }).optional(),
  HOST: z.string().default('127.0.0.1'),
  ROLE: z.enum(['all', 'api', 'worker'], { error: 'must be all, api or worker' }).default('all'),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?(\+\w+)?:\/\//, 'must be a postgresql:// URL')
    .optional(),
  DATABASE_POOL_SIZE: count(10, { min: LEAST_POOL_SIZE, max: 500 }),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], {
      error: 'must be trace, debug, info, warn, error or silent',
    })
    .default('info'),
  LLM_PROVIDER: provider,
  EMBEDDING_PROVIDER: provider,
  PROVIDER_CONCURRENCY: count(1, { max: 100 }),
  PROVIDER_CONNECT_SECONDS: seconds(10),
  PROVIDER_FIRST_BYTE_SECONDS: seconds(90),
  PROVIDER_SILENCE_SECONDS: seconds(45),
  GIGACHAT_TOKEN: secret.optional(),
  GIGACHAT_AUTH_URL: url.default('https://ngw.devices.sberbank.ru:9443/api/v2/oauth'),
  GIGACHAT_API_URL: url.default('https://gigachat.devices.sberbank.ru/api/v1'),
  GIGACHAT_SCOPE: z.string().default('GIGACHAT_API_PERS'),
  GIGACHAT_SSL_VERIFY: flag(true),
  GIGACHAT_CA_FILE: text,
  GIGACHAT_MODEL: z.string().default('GigaChat'),
  GIGACHAT_EMBEDDING_MODEL: z.string().default('Embeddings'),
  OPENAI_BASE_URL: url.optional(),
  OPENAI_API_KEY: secret.optional(),
  OPENAI_MODEL: text,
  OPENAI_EMBEDDING_MODEL: text,
  OPENAI_EMBEDDING_BATCH: count(128, { max: 2_048 }),
  CONFLUENCE_BASE_URLS: text,
  CONFLUENCE_TOKEN: secret.optional(),
  CONFLUENCE_USER: text,
  CONFLUENCE_API_TOKEN: secret.optional(),
  CONFLUENCE_CREDENTIALS: text,
  CONFLUENCE_CA_FILE: text,
  ALLOW_ANONYMOUS: flag(false),
  API_TOKENS: z
    .string()
    .regex(
      /^[^\s,:]+:[^\s,]{16,}(,[^\s,:]+:[^\s,]{16,})*$/,
      'must be comma-separated owner:token pairs, each token at least 16 characters long',
    )
    .optional(),
  INTERNAL_TOKEN: z.string().min(16, 'must be at least 16 characters long').optional(),
  AGENT_PROMPTS_DIR: text,
  EDITABLE_GLOBS: text,
  HISTORY_TOKENS: count(4_000, { min: 200 }),
  WORKER_CONCURRENCY: count(4, { max: 64 }),
  INDEX_CONCURRENCY: count(4, { max: 64 }),
  INDEX_BATCH_FILES: count(32, { max: 1_000 }),
  DRAIN_SECONDS: count(0, { min: 0, max: 3_600 }),
  MAX_REQUEST_BYTES: count(128 * MEBIBYTE, { min: 1024 }),
  MAX_FILE_BYTES: count(2 * MEBIBYTE, { min: 1024 }),
  MAX_FILES_PER_REQUEST: count(10_000),
  MAX_PAGE_SIZE: count(200, { max: 10_000 }),
  MAX_MESSAGE_CHARS: count(32_000),
  MAX_ACTIVE_JOBS: count(1_000),
  MAX_ACTIVE_TASKS: count(1_000),
  MAX_SUBSCRIPTIONS: count(2_000),
  MAX_TASK_TOKENS: count(200_000, { max: 2_000_000_000 }),
  MAX_TASK_SECONDS: count(1_800, { max: 1_000_000 }),
  RETENTION_INTERVAL_MINUTES: amount('minutes', { min: 0.01, max: 10_080 }).default(60),
  KEEP_EVENTS_HOURS: hours.default(168),
  KEEP_JOB_ENTRIES_HOURS: hours.default(24),
  KEEP_JOBS_HOURS: hours.default(720),
  KEEP_IDEMPOTENCY_KEYS_HOURS: hours.default(24),
  KEEP_UNUSED_CONTENTS_HOURS: hours.default(720),
  KEEP_UNUSED_VECTORS_HOURS: hours.default(720),
  KEEP_IDLE_DIALOGS_HOURS: hours.optional(),
});

export const CONFIG_VARIABLES: readonly string[] = Object.keys(variables.shape);

export type Variables = z.infer<typeof variables>;

/** What no message repeats, however wrong it is. */
export const SECRET_VARIABLES: ReadonlySet<string> = new Set<keyof Variables>([
  'DATABASE_URL',
  'GIGACHAT_TOKEN',
  'OPENAI_API_KEY',
  'CONFLUENCE_TOKEN',
  'CONFLUENCE_API_TOKEN',
  'CONFLUENCE_CREDENTIALS',
  'API_TOKENS',
  'INTERNAL_TOKEN',
]);

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * An empty variable counts as unset. Throws a `StartupError` with a line for every variable that is wrong: what was
 * expected, and what was found where that is no secret.
 */
export function readVariables(environment: Environment): Variables {
  const given = Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== '');
  const parsed = variables.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const rules = new Map<string, string>();
  for (const { path, message } of parsed.error.issues) {
    const name = path.join('.');
    if (!rules.has(name)) rules.set(name, message);
  }
  const lines = [...rules].map(([name, rule]) => `  ${name} ${rule}${found(name, environment[name])}`);
  throw new StartupError(
    `These environment variables are not valid:\n${lines.join('\n')}\nSee .env.example for each one's meaning.`,
  );
}

function found(name: string, value = ''): string {
  // An address may hold a password before its "@".
  if (SECRET_VARIABLES.has(name) || value.includes('@')) return '';
  return `, not ${JSON.stringify(shorten(value))}`;
}
