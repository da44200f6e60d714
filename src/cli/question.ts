import { randomUUID } from 'node:crypto';
import {
  CreateDialogDocument,
  LatestDialogDocument,
  type MessageMode,
  SendMessageDocument,
  TaskEventsDocument,
  type TaskEventsSubscription,
  type TaskFieldsFragment,
} from '../generated/documents/graphql.js';
import { AnswerPrinter } from './answer-printer.js';
import { citationLine } from './citation-line.js';
import { CliError } from './cli-error.js';
import { followEvents } from './follow-events.js';
import { payloadOf, type ServerConnection } from './server-connection.js';
import type { Terminal } from './terminal.js';

export interface Question {
  readonly sessionId: string;
  readonly text: string;
  readonly mode: MessageMode;
  readonly dialog: 'new' | 'latest';
}

/** Asks, prints the answer as it comes and its citations after it. Throws a `CliError` when there is no whole answer. */
export async function ask(connection: ServerConnection, question: Question, terminal: Terminal): Promise<void> {
  const dialogId =
    (question.dialog === 'latest' ? await latestDialog(connection, question) : null) ??
    (await createDialog(connection, question));
  const input = { dialogId, text: question.text, mode: question.mode, idempotencyKey: randomUUID() };
  const { sendMessage } = await connection.execute(SendMessageDocument, { input });
  const task = await showAnswer(connection, payloadOf(sendMessage).task.id, terminal);
  terminal.clearStatus();
  if (task.status === 'ERROR') {
    const { message, code } = task.failure ?? { message: 'The server gave no reason.', code: 'INTERNAL' };
    throw new CliError(`There is no answer: ${message} (${code})`);
  }
  if (task.status !== 'DONE') throw new CliError(`The question was not answered to its end: it is ${task.status}.`);
  const citations = task.reply?.citations ?? [];
  if (citations.length > 0) terminal.answer(`\n${citations.map((citation) => `${citationLine(citation)}\n`).join('')}`);
}

async function latestDialog(connection: ServerConnection, { sessionId }: Question): Promise<string | null> {
  const { ragSession } = await connection.execute(LatestDialogDocument, { sessionId });
  return ragSession?.dialogs.nodes[0]?.id ?? null;
}

async function createDialog(connection: ServerConnection, { sessionId }: Question): Promise<string> {
  const input = { sessionId, idempotencyKey: randomUUID() };
  const { createDialog } = await connection.execute(CreateDialogDocument, { input });
  return payloadOf(createDialog).dialog.id;
}

/** Prints the task's answer until it ends; leaves the cursor at the start of a line. */
async function showAnswer(
  connection: ServerConnection,
  taskId: string,
  terminal: Terminal,
): Promise<TaskFieldsFragment> {
  const printer = new AnswerPrinter(terminal);
  const events = followEvents(
    connection,
    TaskEventsDocument,
    { taskId },
    {
      eventOf: (result: TaskEventsSubscription) => result.taskEvents,
      last: 'TaskFinished',
    },
  );
  try {
    for await (const event of events) {
      switch (event.__typename) {
        case 'TaskStatusChanged':
          printer.status(event.status === 'QUEUED' ? 'Waiting for its turn…' : 'Thinking…');
          break;
        case 'TaskStepStarted':
          printer.status(`${event.label ?? event.step}…`);
          break;
        case 'MessageDelta':
          printer.delta(event.offset, event.text);
          break;
        case 'TaskFinished':
          if (event.task.reply !== null) printer.finish(event.task.reply.content);
          return event.task;
      }
    }
  } finally {
    printer.endLine();
  }
  throw new CliError(`The events of the task ${taskId} ended without an end.`);
}
