import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { TaskRun } from '../chat/task-run.js';
import type { Limits } from '../config.js';
import type { AgentRunner } from '../contracts/agent-runner.js';
import type { Embedder } from '../contracts/embedder.js';
import type { RagIndexer } from '../contracts/rag-indexer.js';
import type { PrismaClient } from '../generated/prisma/client.js';
import { CachedEmbedder } from '../rag/embedding/cached-embedder.js';
import { FileIndexer } from '../rag/indexing/file-indexer.js';
import { IndexJobRun } from '../rag/indexing/index-job.js';
import { PreparationThread } from '../rag/indexing/preparation/preparation-thread.js';
import { VersionStore } from '../rag/indexing/version-store.js';
import type { SessionStore } from '../rag/sessions/session-store.js';
import { sqlOn } from '../shared/database/sql.js';
import type { EventLog } from '../shared/event-log/event-log.js';
import type { Wakeups } from '../shared/event-log/wakeups.js';
import type { JobQueue } from '../shared/job-queue/job-queue.js';
import { RunLanes } from '../shared/job-queue/run-lanes.js';

export interface TestWorkDependencies {
  readonly pool: Pool;
  readonly prisma: PrismaClient;
  readonly events: EventLog;
  readonly queue: JobQueue;
  readonly sessions: SessionStore;
  readonly indexer: RagIndexer;
  readonly embedder: Embedder;
  readonly agent: AgentRunner;
  readonly wakeups: Wakeups;
  readonly limits: Limits;
  readonly log: Logger;
  readonly sliceMs: number | undefined;
}

/** Works off the queue as the application does, the messages with a test's own agent. Gives the way to stop. */
export async function startTestWork(dependencies: TestWorkDependencies): Promise<() => Promise<void>> {
  const { pool, prisma, events, queue, sessions, indexer, embedder, agent, wakeups, limits, log, sliceMs } =
    dependencies;
  const sql = sqlOn(pool);
  const preparation = new PreparationThread();
  const taskRun = new TaskRun({ pool, prisma, events, queue, agent, indexer, limits });
  const indexJobRun = new IndexJobRun({
    pool,
    sessions,
    versions: new VersionStore({ pool }),
    indexer: new FileIndexer({ sql, preparation, embedder: new CachedEmbedder({ sql, embedder }) }),
    events,
    batchFiles: 32,
    onEnd: (jobId) => taskRun.wakeWaiting(jobId),
  });
  const lanes = [taskRun, indexJobRun].map((kind) => [
    kind.task,
    new RunLanes({ kind, queue, pool, wakeups, log, sliceMs }).handle,
  ]);
  await queue.start([{ count: 2, ownerShare: 2, handlers: Object.fromEntries(lanes) }]);
  return async () => {
    await queue.stop();
    await preparation.stop();
  };
}
