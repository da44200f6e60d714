import { resolve } from 'node:path';
import { z } from 'zod';
import { DEFAULT_EDITABLE_GLOBS } from './agent/changesets/editable-paths.js';
import type { ConfluenceSettings } from './agent/confluence/confluence-settings.js';
import { readConfluenceSettings } from './agent/confluence/read-confluence-settings.js';
import type { ProviderSettings } from './agent/providers/provider-settings.js';
import { StartupError } from './shared/errors.js';

/** Every variable this server knows, in the order of .env.example. The only reader of process.env is server.ts's call of this. */
const text = z.string().optional();
const count = (fallback: number, { min = 1, max = Number.MAX_SAFE_INTEGER } = {}) =>
  z.coerce
    .number({ error: 'must be a whole number' })
    .int('must be a whole number')
    .min(min, `must be at least ${min}`)
    .max(max, `must be at most ${max}`)
    .default(fallback);
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
const LEAST_POOL_SIZE = 6;

const variables = z.object({
  PORT: count(15000, { min: 0, max: 65535 }),
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

export type ProcessRole = 'all' | 'api' | 'worker';

/** Limits that a request is held against; units are in the names. */
export interface Limits {
  readonly maxRequestBytes: number;
  readonly maxFileBytes: number;
  readonly maxFilesPerRequest: number;
  readonly maxPageSize: number;
  readonly maxMessageChars: number;
  /** Unfinished index jobs of one owner. */
  readonly maxActiveJobs: number;
  /** Unfinished tasks of one owner. */
  readonly maxActiveTasks: number;
  /** Open subscriptions of one owner in one process. */
  readonly maxSubscriptions: number;
  /** Prompt and completion tokens of one task. */
  readonly maxTaskTokens: number;
  /** Work on one task. */
  readonly maxTaskSeconds: number;
}

/** How long what has ended is kept. */
export interface RetentionSettings {
  readonly intervalMs: number;
  readonly eventsHours: number;
  readonly jobEntriesHours: number;
  readonly jobsHours: number;
  readonly idempotencyKeysHours: number;
  readonly unusedContentsHours: number;
  readonly unusedVectorsHours: number;
  /** Null: until someone deletes them. */
  readonly idleDialogsHours: number | null;
}

export interface ApiToken {
  readonly ownerId: string;
  readonly token: string;
}

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly role: ProcessRole;
  /** Absolute. */
  readonly dataDir: string;
  /** Null: the embedded database in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly databasePoolSize: number;
  readonly logLevel: string;
  /** Calls to a provider that this process makes at a time. On PostgreSQL each keeps a connection of the pool. */
  readonly callsAtOnce: number;
  readonly providers: ProviderSettings;
  /** Null: no pages are read. */
  readonly confluence: ConfluenceSettings | null;
  /** Null: everyone who can reach the server is the owner `local`. */
  readonly apiTokens: readonly ApiToken[] | null;
  readonly internalToken: string | null;
  /** Prompts found here replace the built-in ones of the same name. */
  readonly promptsDir: string | null;
  /** Files that the agent may propose to change. */
  readonly editableGlobs: readonly string[];
  /** About how many tokens of earlier messages a prompt holds. */
  readonly historyTokens: number;
  /** Dialogs served at a time. */
  readonly workerConcurrency: number;
  /** Sessions indexed at a time. */
  readonly indexConcurrency: number;
  readonly indexBatchFiles: number;
  /** How long what is under way may go on after a signal to stop; milliseconds. */
  readonly drainMs: number;
  readonly limits: Limits;
  readonly retention: RetentionSettings;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the environment into one frozen object. An empty variable counts as unset.
 * Throws a `StartupError` that names every variable that is wrong, with what was expected.
 */
export function readConfig(environment: Environment): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = variables.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}`);
    throw new StartupError(
      `These environment variables are not valid:\n${lines.join('\n')}\nSee .env.example for each one's meaning.`,
    );
  }
  const env = parsed.data;
  const apiTokens = env.API_TOKENS === undefined ? null : parseTokens(env.API_TOKENS);
  if (!isLoopback(env.HOST) && apiTokens === null && !env.ALLOW_ANONYMOUS && env.ROLE !== 'worker') {
    throw new StartupError(
      `HOST=${env.HOST} would serve other machines without a token. Set API_TOKENS=owner:token, or ALLOW_ANONYMOUS=true if that is meant, or HOST=127.0.0.1.`,
    );
  }
  if (env.ROLE !== 'all' && env.DATABASE_URL === undefined) {
    throw new StartupError(
      `ROLE=${env.ROLE} needs a database that several processes share. Set DATABASE_URL, or leave ROLE out: the embedded database serves one process.`,
    );
  }
  const callsProviders = env.GIGACHAT_TOKEN !== undefined || env.OPENAI_BASE_URL !== undefined;
  const connectionsForCalls = env.DATABASE_POOL_SIZE - LEAST_POOL_SIZE;
  if (env.DATABASE_URL !== undefined && callsProviders && connectionsForCalls < 1) {
    throw new StartupError(
      `DATABASE_POOL_SIZE=${env.DATABASE_POOL_SIZE} leaves no connection for calls to a provider, each of which keeps one. Set it to at least ${LEAST_POOL_SIZE + 1}.`,
    );
  }
  return deepFreeze({
    // A worker beside an API on one machine must not want the same port; nobody needs to know it but its supervisor.
    port: given.PORT === undefined && env.ROLE === 'worker' ? 0 : env.PORT,
    host: env.HOST,
    role: env.ROLE,
    dataDir: resolve(env.DATA_DIR),
    databaseUrl: env.DATABASE_URL === undefined ? null : withoutDriver(env.DATABASE_URL),
    databasePoolSize: env.DATABASE_POOL_SIZE,
    logLevel: env.LOG_LEVEL,
    providers: providersOf(env),
    callsAtOnce:
      env.DATABASE_URL === undefined
        ? env.PROVIDER_CONCURRENCY
        : Math.min(env.PROVIDER_CONCURRENCY, connectionsForCalls),
    confluence: readConfluenceSettings(
      env,
      env.CONFLUENCE_CA_FILE === undefined ? null : resolve(env.CONFLUENCE_CA_FILE),
    ),
    apiTokens,
    internalToken: env.INTERNAL_TOKEN ?? null,
    promptsDir: env.AGENT_PROMPTS_DIR === undefined ? null : resolve(env.AGENT_PROMPTS_DIR),
    editableGlobs: env.EDITABLE_GLOBS === undefined ? [...DEFAULT_EDITABLE_GLOBS] : splitGlobs(env.EDITABLE_GLOBS),
    historyTokens: env.HISTORY_TOKENS,
    workerConcurrency: env.WORKER_CONCURRENCY,
    indexConcurrency: env.INDEX_CONCURRENCY,
    indexBatchFiles: env.INDEX_BATCH_FILES,
    drainMs: env.DRAIN_SECONDS * 1_000,
    limits: {
      maxRequestBytes: env.MAX_REQUEST_BYTES,
      maxFileBytes: env.MAX_FILE_BYTES,
      maxFilesPerRequest: env.MAX_FILES_PER_REQUEST,
      maxPageSize: env.MAX_PAGE_SIZE,
      maxMessageChars: env.MAX_MESSAGE_CHARS,
      maxActiveJobs: env.MAX_ACTIVE_JOBS,
      maxActiveTasks: env.MAX_ACTIVE_TASKS,
      maxSubscriptions: env.MAX_SUBSCRIPTIONS,
      maxTaskTokens: env.MAX_TASK_TOKENS,
      maxTaskSeconds: env.MAX_TASK_SECONDS,
    },
    retention: {
      intervalMs: env.RETENTION_INTERVAL_MINUTES * 60_000,
      eventsHours: env.KEEP_EVENTS_HOURS,
      jobEntriesHours: env.KEEP_JOB_ENTRIES_HOURS,
      jobsHours: env.KEEP_JOBS_HOURS,
      idempotencyKeysHours: env.KEEP_IDEMPOTENCY_KEYS_HOURS,
      unusedContentsHours: env.KEEP_UNUSED_CONTENTS_HOURS,
      unusedVectorsHours: env.KEEP_UNUSED_VECTORS_HOURS,
      idleDialogsHours: env.KEEP_IDLE_DIALOGS_HOURS ?? null,
    },
  });
}

function providersOf(env: z.infer<typeof variables>): ProviderSettings {
  const { GIGACHAT_TOKEN: token, OPENAI_BASE_URL: baseUrl } = env;
  const gigachat =
    token === undefined
      ? null
      : {
          token,
          authUrl: env.GIGACHAT_AUTH_URL,
          apiUrl: env.GIGACHAT_API_URL,
          scope: env.GIGACHAT_SCOPE,
          verifyCertificates: env.GIGACHAT_SSL_VERIFY,
          caFile: env.GIGACHAT_CA_FILE === undefined ? null : resolve(env.GIGACHAT_CA_FILE),
          model: env.GIGACHAT_MODEL,
          embeddingModel: env.GIGACHAT_EMBEDDING_MODEL,
        };
  const openai =
    baseUrl === undefined
      ? null
      : {
          baseUrl,
          apiKey: env.OPENAI_API_KEY ?? null,
          model: env.OPENAI_MODEL ?? null,
          embeddingModel: env.OPENAI_EMBEDDING_MODEL ?? null,
          embeddingBatch: env.OPENAI_EMBEDDING_BATCH,
        };
  return {
    languageModel: env.LLM_PROVIDER ?? null,
    embedder: env.EMBEDDING_PROVIDER ?? null,
    gigachat,
    openai,
    concurrency: env.PROVIDER_CONCURRENCY,
    deadlines: {
      connectMs: env.PROVIDER_CONNECT_SECONDS * 1_000,
      firstByteMs: env.PROVIDER_FIRST_BYTE_SECONDS * 1_000,
      silenceMs: env.PROVIDER_SILENCE_SECONDS * 1_000,
    },
  };
}

/** Whether only this machine can reach a server that listens on `host`. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** SQLAlchemy's form, `postgresql+psycopg://…`, names a driver that only Python knows. */
function withoutDriver(databaseUrl: string): string {
  return databaseUrl.replace(/^postgres(ql)?(\+\w+)?:/, 'postgresql:');
}

function parseTokens(value: string): ApiToken[] {
  return value.split(',').map((pair) => {
    const colon = pair.indexOf(':');
    return { ownerId: pair.slice(0, colon), token: pair.slice(colon + 1) };
  });
}

/** At the commas outside of braces. */
function splitGlobs(value: string): string[] {
  return value
    .split(/,(?![^{]*\})/)
    .map((glob) => glob.trim())
    .filter((glob) => glob !== '');
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) deepFreeze(inner);
  return Object.freeze(value);
}
