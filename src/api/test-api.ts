import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Pool } from 'pg';
import { pino } from 'pino';
import { type FreshDatabase, freshDatabase } from '../../tests/kit/database.js';
import { cancellableTasks } from '../chat/cancellable-tasks.js';
import { ChangesetService } from '../chat/changesets/changeset-service.js';
import { DialogService } from '../chat/dialog-service.js';
import { MessageService } from '../chat/message-service.js';
import { TaskService } from '../chat/task-service.js';
import { readConfig } from '../config.js';
import type { AgentRunner } from '../contracts/agent-runner.js';
import type { Embedder } from '../contracts/embedder.js';
import type { PageReader } from '../contracts/page-reader.js';
import type { RagIndexer } from '../contracts/rag-indexer.js';
import type { RagRetriever } from '../contracts/rag-retriever.js';
import { SessionDeletion } from '../rag/deletion/session-deletion.js';
import { OfflineEmbedder } from '../rag/embedding/offline-embedder.js';
import { cancellableJobs } from '../rag/indexing/cancellable-jobs.js';
import { EditService } from '../rag/indexing/edit-service.js';
import { IndexService } from '../rag/indexing/index-service.js';
import { JobStore } from '../rag/indexing/job-store.js';
import { StagingStore } from '../rag/indexing/staging-store.js';
import { VersionStore } from '../rag/indexing/version-store.js';
import { CoverageStore } from '../rag/sessions/coverage-store.js';
import { SessionService } from '../rag/sessions/session-service.js';
import { SessionStore } from '../rag/sessions/session-store.js';
import { sqlOn } from '../shared/database/sql.js';
import { EventLog } from '../shared/event-log/event-log.js';
import { Wakeups } from '../shared/event-log/wakeups.js';
import { JobQueue, setUpQueue } from '../shared/job-queue/job-queue.js';
import { RunCancellation } from '../shared/job-queue/run-cancellation.js';
import { createHttpHandler } from './http.js';
import type { Services } from './services.js';
import { startTestWork } from './test-work.js';

export interface TestApi {
  readonly url: string;
  readonly services: Services;
  readonly pool: Pool;
  readonly indexer: RagIndexer;
  /** Appends an event to a stream, as the work behind it would. */
  append(stream: string, event: { readonly type: string }): Promise<void>;
  /** What was logged, one entry an item. */
  readonly logged: readonly Record<string, unknown>[];
  closeStreams(): void;
  dispose(): Promise<void>;
}

export interface TestApiOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly readiness?: () => Promise<readonly string[]>;
  readonly retriever?: Partial<RagRetriever>;
  /** Has the queue worked off, the messages by this agent. */
  readonly agent?: (pool: Pool) => AgentRunner;
  readonly pages?: PageReader;
  /** The built-in one when not given. */
  readonly embedder?: Embedder;
  /** How long a run has its slot before it gives way; as in production when not given. */
  readonly sliceMs?: number;
  /** Which is disposed of with the API; a fresh one when not given. */
  readonly database?: FreshDatabase;
}

/**
 * Both doors on a port of their own, over the real services and a database of their own. Without an agent nothing works
 * off the queue: tests append the events that they want to see.
 */
export async function openTestApi(options: TestApiOptions = {}): Promise<TestApi> {
  const { environment = {}, readiness, retriever, pages } = options;
  const config = readConfig({ PORT: '0', ...environment });
  const { database, dispose } = options.database ?? (await freshDatabase());
  const { pool, prisma } = database;
  await setUpQueue(pool);
  const logged: Record<string, unknown>[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => logged.push(JSON.parse(line)) });
  const wakeups = new Wakeups({ pool, log: logger });
  await wakeups.open();
  const events = new EventLog({ pool, wakeups });
  const queue = new JobQueue({ pool, log: logger });
  const embedder = options.embedder ?? new OfflineEmbedder();
  const space = { embedding: embedder.space, chunkerVersion: '1' };
  const { limits } = config;
  const staging = new StagingStore({ pool });
  const jobs = new JobStore({ prisma, events, queue, staging });
  const sessions = new SessionStore({ space });
  const jobCancellation = new RunCancellation({ runs: cancellableJobs({ events, onEnd: nothing }), pool, queue });
  const indexing = new IndexService({
    pool,
    sessions,
    jobs,
    staging,
    events,
    cancellation: jobCancellation,
    limits,
  });
  const indexer = new EditService({ pool, sessions, jobs, staging, limits });
  const cancellation = new RunCancellation({ runs: cancellableTasks(events), pool, queue });
  const agent = options.agent?.(pool) ?? null;
  const dialogs = new DialogService({ pool, prisma, events, agent: agent ?? { forget: nothing } });
  const services: Services = {
    sessions: new SessionService({ prisma, coverage: new CoverageStore({ prisma }), space }),
    deletion: new SessionDeletion({ pool, events, queue, versions: new VersionStore({ pool }), onDelete: nothing }),
    indexing,
    retriever: { ...EMPTY_RETRIEVER, ...retriever },
    dialogs,
    messages: new MessageService({ pool, prisma, events, queue, dialogs, indexer, cancellation, limits }),
    tasks: new TaskService({ prisma, events, cancellation }),
    changesets: new ChangesetService({ pool, prisma, indexer }),
    pages: pages ?? null,
    info: {
      version: '0.0.0',
      languageModel: null,
      embeddingSpace: { ...space.embedding, chunkerVersion: space.chunkerVersion },
      limits,
    },
    prisma,
    readiness: readiness ?? (async () => []),
  };
  const work = { pool, prisma, events, queue, sessions, indexer, embedder, wakeups, limits, log: logger };
  const stopWork = agent === null ? null : await startTestWork({ ...work, agent, sliceMs: options.sliceMs });
  const handler = createHttpHandler({ services, config, logger });
  const server = createServer(handler.listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    services,
    pool,
    indexer,
    logged,
    append: async (stream, event) => {
      await events.append(sqlOn(pool), stream, 0, event);
    },
    closeStreams: handler.closeStreams,
    dispose: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await stopWork?.();
      await wakeups.close();
      await dispose();
    },
  };
}

const nothing = async () => undefined;

const EMPTY_RETRIEVER: RagRetriever = {
  search: async () => ({ version: 0, passages: [], coverage: 0, candidates: null, embeddingTokens: 0 }),
  readContent: async () => null,
  readFile: async () => null,
  readBytes: async () => null,
  findLines: async () => ({ version: 0, found: [], isComplete: true }),
  listFiles: async () => ({ version: 0, files: [], hasMore: false }),
};
