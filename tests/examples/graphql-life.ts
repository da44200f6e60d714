import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { pathToFileURL } from 'node:url';
import {
  ApplyChangesDocument,
  CompareManifestDocument,
  CreateDialogDocument,
  DialogMessagesDocument,
  type ErrorCode,
  IndexJobEventsDocument,
  IndexSnapshotDocument,
  RagSessionDocument,
  RetrieveDocument,
  SendMessageDocument,
  TaskDocument,
  TaskEventsDocument,
  type TaskEventsSubscription,
} from '../../src/generated/documents/graphql.js';
import { GraphQLClient } from '../kit/graphql-client.js';

/*
 * The whole life of a project on this server, as a client with generated documents lives it. Run it against a server:
 *
 *   node --import tsx tests/examples/graphql-life.ts http://localhost:15000
 *
 * `GraphQLClient` posts documents to /graphql, and reads subscriptions from /graphql/stream with graphql-sse.
 */

const PROJECT = {
  'README.md': '# Shop\n\nAn order is paid once. A refund takes five days.\n',
  'src/cart.ts':
    '/** Adds up the prices of a cart. */\nexport function cartTotal(prices: number[]): number {\n  return prices.reduce((sum, price) => sum + price, 0);\n}\n',
  'src/retry.ts':
    '/** Tries a failed payment again, at most three times. */\nexport async function retryPayment(pay: () => Promise<void>): Promise<void> {\n  for (let attempt = 1; attempt < 3; attempt += 1) {\n    try {\n      return await pay();\n    } catch {\n      // The next attempt follows.\n    }\n  }\n  return pay();\n}\n',
};

type Files = Readonly<Record<string, string>>;
type TaskEvent = TaskEventsSubscription['taskEvents'];

interface Surroundings {
  /** Restarts the server, and gives its URL; null when it was not restarted. */
  readonly restart: () => Promise<string | null>;
  readonly say: (line: string) => void;
}

/** Throws an `AssertionError` where the server breaks a promise. */
export async function main(url: string, { restart, say }: Surroundings): Promise<void> {
  let client = new GraphQLClient(url);

  say('A snapshot is the whole project. The answer comes at once; the work is a job, and the job has a stream.');
  const input = { projectId: 'graphql-life', files: filesOf(PROJECT), idempotencyKey: randomUUID() };
  const { indexSnapshot } = await client.run(IndexSnapshotDocument, { input });
  const { session, job } = payload(indexSnapshot);
  await watchJob(client, job.id, say);

  say('A search sees exactly one version of the session.');
  const query = 'Where is a failed payment tried again?';
  const found = await client.run(RetrieveDocument, { sessionId: session.id, input: { query, topK: 3 } });
  const [best] = found.ragSession?.search.hits ?? [];
  assert.equal(best?.source.path, 'src/retry.ts');
  say(`  ${best.source.path}:${best.source.startLine}-${best.source.endLine} (${best.symbol})`);

  say('A message in a dialog starts a task. Its stream is cut on the way, and resumed after the last cursor.');
  const dialogId = await openDialog(client, session.id);
  const taskId = await send(client, dialogId, query);
  const events = await watchTaskWithCut(client, taskId);
  const { task } = await client.run(TaskDocument, { id: taskId });
  assert.equal(textOf(events), task?.reply?.content);
  for (const { marker, source, verdict } of task?.reply?.citations ?? []) {
    assert.equal(verdict, 'VERIFIED');
    if (source?.__typename === 'FileSource') say(`  [${marker}] ${source.path}:${source.startLine}-${source.endLine}`);
  }

  say('Another dialog about the same session has a history of its own.');
  const otherDialogId = await openDialog(client, session.id);
  assert.deepEqual(await history(client, otherDialogId), []);

  say('A client compares hashes, and sends only what has changed; a message may wait for that.');
  const edited = { ...PROJECT, 'docs/refunds.md': '# Refunds\n\nA refund is paid out on the third Friday.\n' };
  const changesJobId = await sendChanges(client, session.id, edited);
  await ask(client, otherDialogId, 'When is a refund paid out?', { afterJobId: changesJobId });
  const [question, reply] = await history(client, otherDialogId);
  assert.equal(question?.content, 'When is a refund paid out?');
  assert.match(reply?.content ?? '', /third Friday/);

  const before = await everything(client, session.id, [dialogId, otherDialogId]);
  const restarted = await restart();
  client = new GraphQLClient(restarted ?? url);
  say(`${restarted === null ? 'To a new client' : 'After a restart of the server'} everything is where it was.`);
  assert.deepEqual(await everything(client, session.id, [dialogId, otherDialogId]), before);
  assert.deepEqual(await readTask(client, taskId), events);

  say('The dialog goes on.');
  await ask(client, dialogId, 'And how are the prices of a cart added up?');
  assert.equal((await history(client, dialogId)).length, 4);
  say('Done.');
}

/** Tells a job's progress; gives when it has ended. */
async function watchJob(client: GraphQLClient, jobId: string, say: Surroundings['say']): Promise<void> {
  for await (const { indexJobEvents: event } of client.watch(IndexJobEventsDocument, { jobId })) {
    if (event.__typename === 'IndexProgressed') say(`  ${event.processedFiles} of ${event.totalFiles} files`);
    if (event.__typename === 'IndexFinished') assert.equal(event.status, 'DONE');
  }
}

async function openDialog(client: GraphQLClient, sessionId: string): Promise<string> {
  const input = { sessionId, idempotencyKey: randomUUID() };
  const { createDialog } = await client.run(CreateDialogDocument, { input });
  return payload(createDialog).dialog.id;
}

/** Sends a message; gives the task that answers it. */
async function send(
  client: GraphQLClient,
  dialogId: string,
  text: string,
  { afterJobId }: { afterJobId?: string } = {},
): Promise<string> {
  const input = { dialogId, text, mode: 'PROJECT_QA' as const, afterJobId, idempotencyKey: randomUUID() };
  const { sendMessage } = await client.run(SendMessageDocument, { input });
  return payload(sendMessage).task.id;
}

/** Sends a message, and reads its answer to the end. */
async function ask(...message: Parameters<typeof send>): Promise<void> {
  const [client] = message;
  const last = (await readTask(client, await send(...message))).at(-1);
  assert.equal(last?.__typename === 'TaskFinished' && last.task.status, 'DONE');
}

/** All events of a task, or those after a cursor; the server completes the stream after the last one. */
async function readTask(client: GraphQLClient, taskId: string, after?: string): Promise<TaskEvent[]> {
  const events: TaskEvent[] = [];
  for await (const { taskEvents } of client.watch(TaskEventsDocument, { taskId, after })) events.push(taskEvents);
  return events;
}

/** Breaks off at the first piece of text. The work goes on meanwhile, and nothing that happens is lost. */
async function watchTaskWithCut(client: GraphQLClient, taskId: string): Promise<TaskEvent[]> {
  const events: TaskEvent[] = [];
  for await (const { taskEvents } of client.watch(TaskEventsDocument, { taskId })) {
    events.push(taskEvents);
    if (taskEvents.__typename === 'MessageDelta') break;
  }
  return [...events, ...(await readTask(client, taskId, events.at(-1)?.cursor))];
}

/** The rule for pieces of text. An offset may go back after a crash of the server; the rule holds then, too. */
function textOf(events: readonly TaskEvent[]): string {
  return events.reduce(
    (text, event) => (event.__typename === 'MessageDelta' ? text.slice(0, event.offset) + event.text : text),
    '',
  );
}

/** Sends what makes the session equal to `files`; gives the job. */
async function sendChanges(client: GraphQLClient, sessionId: string, files: Files): Promise<string> {
  const manifest = Object.entries(files).map(([path, content]) => ({ path, contentHash: sha256(content) }));
  const { ragSession } = await client.run(CompareManifestDocument, { sessionId, manifest });
  assert(ragSession);
  const { version, upsert, delete: deleted } = ragSession.compareManifest;
  const changes = [
    ...upsert.map((path) => ({ upsert: { path, content: files[path] ?? '' } })),
    ...deleted.map((path) => ({ delete: path })),
  ];
  const input = { sessionId, baseVersion: version, changes, idempotencyKey: randomUUID() };
  const { applyChanges } = await client.run(ApplyChangesDocument, { input });
  return payload(applyChanges).job.id;
}

async function history(client: GraphQLClient, dialogId: string) {
  const { dialog } = await client.run(DialogMessagesDocument, { dialogId });
  return dialog?.messages.nodes ?? [];
}

async function everything(client: GraphQLClient, id: string, dialogs: readonly string[]) {
  const { ragSession } = await client.run(RagSessionDocument, { id });
  return { ragSession, histories: await Promise.all(dialogs.map((dialogId) => history(client, dialogId))) };
}

/** A mutation's result is its payload, or an error that one can expect: those share `message` and `code`. */
function payload<Result extends object>(result: Result): Exclude<Result, { code: ErrorCode }> {
  if ('code' in result) throw new Error(JSON.stringify(result));
  return result as Exclude<Result, { code: ErrorCode }>;
}

function filesOf(files: Files) {
  return Object.entries(files).map(([path, content]) => ({ path, content, contentHash: sha256(content) }));
}

function sha256(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** By hand: the reader restarts the server, or does not. Without a terminal nobody can be asked to. */
async function restartByHand(url: string): Promise<string | null> {
  if (!process.stdin.isTTY) return null;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(
    '  Restart the server now and type "done", or press Enter to leave it as it is: ',
  );
  terminal.close();
  return answer.trim() === '' ? null : url;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const url = process.argv[2] ?? 'http://localhost:15000';
  await main(url, { restart: () => restartByHand(url), say: (line) => process.stdout.write(`${line}\n`) });
}
