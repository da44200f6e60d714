import type { HistoryMessage, HistorySummary } from '../contracts/agent-runner.js';
import type { EarlierProposal, ProposedOperation } from '../contracts/changeset.js';
import type { Prisma, PrismaClient } from '../generated/prisma/client.js';
import type { Sql } from '../shared/database/sql.js';

/** Older turns than these are not read: no prompt could hold them. */
const MAX_TURNS = 50;

export interface DialogHistory {
  /** Oldest first: of each turn the question, then the reply. */
  readonly messages: readonly HistoryMessage[];
  /** For each message the number of the last task of which nothing comes after it. */
  readonly numbers: readonly bigint[];
}

const SELECTED = {
  number: true,
  message: { select: { content: true } },
  reply: { select: { content: true, status: true } },
  changeset: { include: { operations: { orderBy: { ordinal: 'asc' } } } },
} as const satisfies Prisma.TaskSelect;

type SelectedTurn = Prisma.TaskGetPayload<{ select: typeof SELECTED }>;
type SelectedChangeset = NonNullable<SelectedTurn['changeset']>;

/**
 * The dialog's turns before task `number` and after what its summary covers, in the order in which they ran: a question
 * that was sent while another was answered stands with its own reply. Turns that failed are left out, since neither
 * their question nor their partial answer may colour the next one, and so are those that were cancelled unanswered.
 */
export async function readHistory(
  prisma: PrismaClient,
  dialog: { readonly id: string; readonly summarisedThrough: bigint | null },
  number: bigint,
): Promise<DialogHistory> {
  const newestFirst = await prisma.task.findMany({
    where: {
      dialogId: dialog.id,
      number: { gt: dialog.summarisedThrough ?? 0n, lt: number },
      status: { in: ['DONE', 'CANCELLED'] },
      replyId: { not: null },
    },
    orderBy: { number: 'desc' },
    take: MAX_TURNS,
    select: SELECTED,
  });
  const turns = newestFirst.reverse();
  return {
    messages: turns.flatMap(messagesOf),
    numbers: turns.flatMap((turn, index) => [turns[index - 1]?.number ?? 0n, turn.number]),
  };
}

/** Stores what a turn has summed up of the history that it was given; the next turn's begins after it. */
export async function saveSummary(
  sql: Sql,
  dialogId: string,
  { text, messages }: HistorySummary,
  { numbers }: DialogHistory,
): Promise<void> {
  const through = numbers[Math.min(messages, numbers.length) - 1] || undefined;
  await sql.query(
    `update dialog_sessions set summary = $2, summarised_through = coalesce($3::bigint, summarised_through)
     where id = $1`,
    [dialogId, text, through?.toString() ?? null],
  );
}

function messagesOf({ message, reply, changeset }: SelectedTurn): HistoryMessage[] {
  return [
    { role: 'USER', content: message.content },
    {
      role: 'ASSISTANT',
      content: reply?.content ?? '',
      ...(reply?.status === 'CANCELLED' ? { interrupted: true as const } : {}),
      ...(changeset === null ? {} : { proposal: toProposal(changeset) }),
    },
  ];
}

function toProposal({ status, summary, operations }: SelectedChangeset): EarlierProposal {
  return {
    status,
    summary,
    operations: operations.map(({ kind, path, decision, decisionReason: reason }) => ({
      op: kind.toLowerCase() as ProposedOperation['op'],
      path,
      decision,
      reason,
    })),
  };
}
