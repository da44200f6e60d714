import {
  CompareManifestDocument,
  ProjectSessionsDocument,
  type ProjectSessionsQuery,
  type ServerInfoQuery,
} from '../generated/documents/graphql.js';
import { CliError } from './cli-error.js';
import { counted, grouped } from './counted.js';
import { followIndexJob, type IndexCounts } from './index-job.js';
import { IndexProgress } from './index-progress.js';
import type { LeftOut } from './left-out.js';
import { hashFiles } from './manifest.js';
import { listProjectFiles, type ProjectFile } from './project-files.js';
import { projectIdOf } from './project-id.js';
import type { ServerConnection } from './server-connection.js';
import { sessionProblems } from './session-problems.js';
import type { Terminal } from './terminal.js';
import { Upload, type UploadPlan, type UploadResult } from './upload.js';

const MAX_FILES_A_REQUEST = 500;
const MAX_RAW_BYTES_A_REQUEST = 8 * 1024 * 1024;

type Limits = ServerInfoQuery['serverInfo']['limits'];
type Session = ProjectSessionsQuery['ragSessions']['nodes'][number];

/**
 * Brings the server's index of `folder` up to date, sending only what it lacks, and says what came of it.
 * `folder` has its symbolic links resolved. Returns the id of the folder's session.
 */
export async function indexProject(
  connection: ServerConnection,
  folder: string,
  limits: Limits,
  terminal: Terminal,
): Promise<string> {
  const projectId = projectIdOf(folder);
  const session = await settledSession(connection, projectId, terminal);
  terminal.status('Listing files…');
  const { files, leftOut } = await listProjectFiles(folder, limits.maxFileBytes);
  if (files.length === 0) {
    throw new CliError(
      `There are no files to index in ${folder}${leftOut.total === 0 ? '' : ` (${leftOut.summary(limits.maxFileBytes)})`}. Name another folder with --project DIR.`,
    );
  }
  terminal.status(`Comparing ${counted(files.length, 'file')}…`);
  const plan = await planUpload(connection, session, { projectId, files, leftOut });
  const result = await carryOut(plan, { connection, limits, leftOut, terminal, listed: files.length });
  const summary = leftOut.summary(limits.maxFileBytes);
  if (summary !== null) terminal.note(summary);
  return result.sessionId;
}

/** The project's newest session, once nothing is pending in it: what an interrupted run has sent counts as sent. */
async function settledSession(
  connection: ServerConnection,
  projectId: string,
  terminal: Terminal,
): Promise<Session | null> {
  for (let waited = false; ; waited = true) {
    const { ragSessions } = await connection.execute(ProjectSessionsDocument, { projectId });
    const session = ragSessions.nodes[0] ?? null;
    if (!session?.activeJob) return session;
    if (!waited) terminal.note('An earlier run is still being indexed; waiting for it.');
    await waitForJob(connection, session.activeJob, terminal);
  }
}

async function waitForJob(
  connection: ServerConnection,
  { id, lastEventCursor, counts }: NonNullable<Session['activeJob']>,
  terminal: Terminal,
): Promise<void> {
  const progress = new IndexProgress(terminal, counts.totalFiles, counts.processedFiles);
  try {
    await followIndexJob(connection, { id, after: lastEventCursor }, (done, total) => progress.update(done, total));
  } finally {
    progress.stop();
  }
}

async function planUpload(
  connection: ServerConnection,
  session: Session | null,
  { projectId, files, leftOut }: { projectId: string; files: readonly ProjectFile[]; leftOut: LeftOut },
): Promise<UploadPlan> {
  if (session === null) return { projectId, sessionId: null, upserts: files, deletions: [], needsReindex: false };
  const manifest = await hashFiles(files, leftOut, connection.signal);
  const { ragSession } = await connection.execute(CompareManifestDocument, { sessionId: session.id, manifest });
  if (ragSession === null)
    throw new CliError('The index was deleted while it was being compared. Run the command again.');
  const { upsert, delete: deletions } = ragSession.compareManifest;
  const wanted = new Set(upsert);
  const upserts = files.filter(({ path }) => wanted.has(path));
  return { projectId, sessionId: session.id, upserts, deletions, needsReindex: session.needsReindex };
}

interface Work {
  readonly connection: ServerConnection;
  readonly limits: Limits;
  readonly leftOut: LeftOut;
  readonly terminal: Terminal;
  /** Files of the folder. */
  readonly listed: number;
}

async function carryOut(plan: UploadPlan, work: Work): Promise<{ sessionId: string }> {
  const { connection, limits, leftOut, terminal } = work;
  const total = plan.upserts.length + plan.deletions.length;
  if (total === 0 && plan.sessionId !== null && !plan.needsReindex) {
    terminal.note(`Index is up to date: ${counted(work.listed, 'file')} unchanged, nothing re-indexed.`);
    return { sessionId: plan.sessionId };
  }
  const batchLimits = {
    maxFiles: Math.min(MAX_FILES_A_REQUEST, limits.maxFilesPerRequest),
    maxRawBytes: MAX_RAW_BYTES_A_REQUEST,
    maxRequestBytes: limits.maxRequestBytes,
    maxFileBytes: limits.maxFileBytes,
  };
  const startedAt = performance.now();
  if (plan.needsReindex) terminal.note('The embedding model of the server has changed: all files are indexed anew.');
  const progress = new IndexProgress(terminal, plan.needsReindex ? work.listed : total);
  let result: UploadResult;
  try {
    result = await new Upload(connection, plan, batchLimits, leftOut, progress).run();
  } finally {
    progress.stop();
  }
  terminal.note(summarise(result.jobs, performance.now() - startedAt));
  const problems = await sessionProblems(connection, result.sessionId);
  if (problems !== null) terminal.note(problems);
  return result;
}

/** `Indexed 1,240 files (3 skipped) in 12.3 s; 8,410 chunks.` */
function summarise(jobs: readonly IndexCounts[], elapsedMs: number): string {
  const sum = (field: keyof IndexCounts) => jobs.reduce((total, counts) => total + counts[field], 0);
  const asides = (['skippedFiles', 'failedFiles', 'deletedFiles'] as const)
    .filter((field) => sum(field) > 0)
    .map((field) => `${grouped(sum(field))} ${field.replace('Files', '')}`);
  const aside = asides.length === 0 ? '' : ` (${asides.join(', ')})`;
  const indexed = counted(sum('indexedFiles') + sum('reusedFiles'), 'file');
  return `Indexed ${indexed}${aside} in ${(elapsedMs / 1000).toFixed(1)} s; ${counted(sum('chunks'), 'chunk')}.`;
}
