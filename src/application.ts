import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { createAgentRunner } from './agent/agent-runner.js';
import { editablePaths } from './agent/changesets/editable-paths.js';
import { setUpCheckpoints } from './agent/checkpoints.js';
import { ConfluencePageReader } from './agent/confluence/confluence-page-reader.js';
import { loadPrompts } from './agent/prompts/load-prompts.js';
import { chooseProviders } from './agent/providers/choose-providers.js';
import type { Services } from './api/services.js';
import { BackgroundWork } from './background-work.js';
import { cancellableTasks } from './chat/cancellable-tasks.js';
import { ChangesetService } from './chat/changesets/changeset-service.js';
import { DialogService } from './chat/dialog-service.js';
import { MessageService } from './chat/message-service.js';
import { TaskRun } from './chat/task-run.js';
import { TaskService } from './chat/task-service.js';
import type { Config } from './config.js';
import { CHUNKER_VERSION } from './rag/chunking/chunker.js';
import { SessionDeletion } from './rag/deletion/session-deletion.js';
import { CachedEmbedder } from './rag/embedding/cached-embedder.js';
import { OfflineEmbedder } from './rag/embedding/offline-embedder.js';
import { rememberedDimensions } from './rag/embedding/remembered-dimensions.js';
import { cancellableJobs } from './rag/indexing/cancellable-jobs.js';
import { EditService } from './rag/indexing/edit-service.js';
import { FileIndexer } from './rag/indexing/file-indexer.js';
import { IndexJobRun } from './rag/indexing/index-job.js';
import { IndexService } from './rag/indexing/index-service.js';
import { JobStore } from './rag/indexing/job-store.js';
import { PreparationThread } from './rag/indexing/preparation/preparation-thread.js';
import { StagingStore } from './rag/indexing/staging-store.js';
import { VersionStore } from './rag/indexing/version-store.js';
import { SearchService } from './rag/retrieval/search-service.js';
import { CoverageStore } from './rag/sessions/coverage-store.js';
import { SessionService } from './rag/sessions/session-service.js';
import { SessionStore } from './rag/sessions/session-store.js';
import type { Database } from './shared/database/database.js';
import { openDatabase } from './shared/database/open-database.js';
import { setUpDatabase } from './shared/database/set-up-database.js';
import { SharedSlots } from './shared/database/shared-slots.js';
import { sqlOn } from './shared/database/sql.js';
import { databaseFailureOf, StartupError } from './shared/errors.js';
import { EventLog } from './shared/event-log/event-log.js';
import { Wakeups } from './shared/event-log/wakeups.js';
import { JobQueue, setUpQueue } from './shared/job-queue/job-queue.js';
import { RunCancellation } from './shared/job-queue/run-cancellation.js';
import { WorkerPresence } from './shared/job-queue/worker-presence.js';

/** Who asks for readiness does not wait long, and a pool whose database is gone would. */
const READINESS_LIMIT_MS = 3_000;

export interface Application {
  readonly services: Services;
  readonly database: Database;
  /** Resolves when the process cannot do its part any more, with what to tell whoever runs it: only a new start helps. */
  readonly failed: Promise<Error>;
  /** From the call on it is not ready and takes no work from the queue; gives when what ran has ended. */
  drain(): Promise<void>;
  /** Stops taking work, hands back what runs, closes the streams and the database. */
  stop(): Promise<void>;
}

/** The only place that chooses implementations. Opens the database, brings it up to date, and starts the role's work. */
export async function startApplication(config: Config, log: Logger): Promise<Application> {
  const prompts = await loadPrompts(config.promptsDir);
  const database = await openDatabase(config, log);
  try {
    return await assemble(config, log, database, prompts);
  } catch (error) {
    await database.close();
    throw whyNotStarted(error);
  }
}

/** The database was reached, and failed while it was being brought up to date. */
function whyNotStarted(error: unknown): Error {
  const failure = databaseFailureOf(error);
  if (failure === null) return error instanceof Error ? error : new Error(String(error));
  const { message } = failure.cause as Error;
  return new StartupError(
    `The database cannot be brought up to date: ${message}. The start needs one that answers, can be written to and has space left.`,
    { cause: error },
  );
}

async function assemble(
  config: Config,
  log: Logger,
  database: Database,
  prompts: Awaited<ReturnType<typeof loadPrompts>>,
): Promise<Application> {
  const { pool, prisma } = database;
  const migrated = setUpDatabase(database, [() => setUpQueue(pool), () => setUpCheckpoints(pool)]);
  // Loads Prisma's compiler of queries while the database is busy; the first request would be blocked by it for 200 ms.
  await Promise.all([migrated, prisma.$connect()]);
  const sql = sqlOn(pool);
  const { limits } = config;
  const wakeups = new Wakeups({ pool, log });
  const { concurrency } = config.providers;
  const providers = await chooseProviders({
    settings: { ...config.providers, concurrency: config.callsAtOnce },
    offlineEmbedder: new OfflineEmbedder(),
    rememberedDimensions: (provider, model) => rememberedDimensions(sql, provider, model),
    log,
    ...(database.kind === 'postgres' && {
      sharedTurns: (name: string) => new SharedSlots({ pool, wakeups, name, count: concurrency }),
    }),
  });
  await providers.start();
  const { languageModel, embedder } = providers;
  const space = {
    // Read when it is needed: a model may only become known after the start.
    get embedding() {
      return embedder.space;
    },
    chunkerVersion: CHUNKER_VERSION,
  };

  await wakeups.open();
  const events = new EventLog({ pool, wakeups });
  const openPresence = database.kind === 'postgres' ? () => WorkerPresence.open(pool) : null;
  const queue = new JobQueue({ pool, log, openPresence });

  const sessionStore = new SessionStore({ space });
  const staging = new StagingStore({ pool });
  const versions = new VersionStore({ pool });
  const jobs = new JobStore({ prisma, events, queue, staging });
  const sessions = new SessionService({ prisma, coverage: new CoverageStore({ prisma }), space });
  const onJobEnd = (jobId: string): Promise<void> => taskRun.wakeWaiting(jobId);
  const jobCancellation = new RunCancellation({ runs: cancellableJobs({ events, onEnd: onJobEnd }), pool, queue });
  const indexing = new IndexService({
    pool,
    sessions: sessionStore,
    jobs,
    staging,
    events,
    cancellation: jobCancellation,
    limits,
  });
  const edits = new EditService({ pool, sessions: sessionStore, jobs, staging, limits });
  const retriever = new SearchService({ sql, embedder });

  const pages = config.confluence === null ? null : new ConfluencePageReader(config.confluence);
  const isEditable = editablePaths(config.editableGlobs);
  const agent = createAgentRunner({
    pool,
    holdAttempt: (sql, { taskId, attempt }) => events.holdWriter(sql, taskId, attempt),
    languageModel,
    retriever,
    pages,
    prompts,
    isEditable,
    historyTokens: config.historyTokens,
    logger: log,
  });
  const dialogs = new DialogService({ pool, prisma, events, agent });
  const taskCancellation = new RunCancellation({ runs: cancellableTasks(events), pool, queue });
  const messages = new MessageService({
    pool,
    prisma,
    events,
    queue,
    dialogs,
    indexer: edits,
    cancellation: taskCancellation,
    limits,
  });
  const tasks = new TaskService({ prisma, events, cancellation: taskCancellation });
  const changesets = new ChangesetService({ pool, prisma, indexer: edits });
  const onDelete = (sessionId: string) => dialogs.endAllTasksOf(sessionId);
  const deletion = new SessionDeletion({ pool, events, queue, versions, onDelete });

  const taskRun = new TaskRun({ pool, prisma, events, queue, agent, indexer: edits, limits });
  const preparation = new PreparationThread();
  const indexer = new FileIndexer({ sql, preparation, embedder: new CachedEmbedder({ sql, embedder }) });
  const indexJobRun = new IndexJobRun({
    pool,
    sessions: sessionStore,
    versions,
    indexer,
    events,
    batchFiles: config.indexBatchFiles,
    onEnd: onJobEnd,
  });
  const work = new BackgroundWork({
    config,
    log,
    database,
    wakeups,
    queue,
    agent,
    dialogs,
    deletion,
    taskRun,
    indexJobRun,
  });
  let stopping = false;
  let failed = database.failed;
  if (config.role !== 'api') {
    if (providers.embeddingSpace !== null) await work.start();
    else {
      // Without the embedder's dimensions no session can be read or indexed: jobs and tasks stay queued until then.
      const start = () => (stopping ? undefined : work.start());
      const notStarted = new Promise<Error>((resolve) => {
        providers.embedderKnown.then(start).catch((error: unknown) => {
          log.error({ err: error }, 'The work could not be started.');
          resolve(whyNotStarted(error));
        });
      });
      failed = Promise.race([failed, notStarted]);
    }
  }

  const info = {
    version: packageVersion(),
    languageModel,
    get embeddingSpace() {
      const { embeddingSpace } = providers;
      return embeddingSpace === null ? null : { ...embeddingSpace, chunkerVersion: CHUNKER_VERSION };
    },
    limits,
  };
  return {
    database,
    failed,
    services: {
      sessions,
      deletion,
      indexing,
      retriever,
      dialogs,
      messages,
      tasks,
      changesets,
      pages,
      info,
      prisma,
      readiness: async () => {
        if (stopping) return ['The server is shutting down.'];
        if (providers.embeddingSpace === null) return [...(await unreadiness(database)), ...providers.problems];
        const idle = config.role === 'worker' && !queue.isServing ? ['The worker is not serving the queue.'] : [];
        return [...(await unreadiness(database)), ...idle];
      },
    },
    drain: async () => {
      stopping = true;
      await work.drain();
    },
    stop: async () => {
      stopping = true;
      await work.stop();
      await providers.stop();
      pages?.close();
      await preparation.stop();
      await wakeups.close();
      await database.close();
    },
  };
}

/** Why requests cannot be served now. Migrations and the queue's tables were brought up to date before the start. */
async function unreadiness(database: Database): Promise<readonly string[]> {
  const answered = database.pool.query('select 1').then(
    () => true,
    () => false,
  );
  const inTime = await Promise.race([answered, sleep(READINESS_LIMIT_MS, false, { ref: false })]);
  return inTime ? [] : ['The database does not answer.'];
}

function packageVersion(): string {
  const { version } = createRequire(import.meta.url)('../package.json') as { version: string };
  return version;
}
