import { resolve } from 'node:path';
import { DEFAULT_EDITABLE_GLOBS } from './agent/changesets/editable-paths.js';
import type { ConfluenceSettings } from './agent/confluence/confluence-settings.js';
import { readConfluenceSettings } from './agent/confluence/read-confluence-settings.js';
import type { ProviderSettings } from './agent/providers/provider-settings.js';
import { type Environment, LEAST_POOL_SIZE, readVariables, type Variables } from './config-variables.js';
import { StartupError } from './shared/errors.js';

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

/**
 * Reads the environment into one frozen object; only server.ts hands `process.env` in. An empty variable counts as unset.
 * Throws a `StartupError` that names every variable that is wrong, with what was expected.
 */
export function readConfig(environment: Environment): Config {
  const env = readVariables(environment);
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
    port: env.PORT ?? (env.ROLE === 'worker' ? 0 : 15_000),
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

function providersOf(env: Variables): ProviderSettings {
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
