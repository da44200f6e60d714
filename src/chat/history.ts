import type { HistoryMessage, HistorySummary } from '../contracts/agent-runner.js';
import type { EarlierProposal, ProposedOperation } from '../contracts/changeset.js';
import type { Prisma, PrismaClient } from '../generated/prisma/client.js';
import type { Sql } from '../shared/database/sql.js';

/** Older messages than these are not read: no prompt could hold them. */
const MAX_MESSAGES = 100;

export interface DialogHistory {
  /** Oldest first. */
  readonly messages: readonly HistoryMessage[];
  /** The numbers of the messages, in the same order. */
  readonly numbers: readonly bigint[];
}

const SELECTED = {
  number: true,
  role: true,
  content: true,
  status: true,
  writtenBy: { select: { changeset: { include: { operations: { orderBy: { ordinal: 'asc' } } } } } },
} as const satisfies Prisma.MessageSelect;

type SelectedMessage = Prisma.MessageGetPayload<{ select: typeof SELECTED }>;
type SelectedChangeset = NonNullable<NonNullable<SelectedMessage['writtenBy']>['changeset']>;

/**
 * The dialog before message `number` and after what its summary covers. Turns that failed are left out: neither their
 * question nor their partial answer may colour the next one.
 */
export async function readHistory(
  prisma: PrismaClient,
  dialog: { readonly id: string; readonly summarisedThrough: bigint | null },
  number: bigint,
): Promise<DialogHistory> {
  const ended = { status: { in: ['DONE' as const, 'CANCELLED' as const] } };
  const newestFirst = await prisma.message.findMany({
    where: {
      dialogId: dialog.id,
      number: { gt: dialog.summarisedThrough ?? 0n, lt: number },
      status: { in: ['COMPLETE', 'CANCELLED'] },
      OR: [{ startedTask: ended }, { writtenBy: ended }],
    },
    orderBy: { number: 'desc' },
    take: MAX_MESSAGES,
    select: SELECTED,
  });
  const messages = newestFirst.reverse();
  return { messages: messages.map(toHistoryMessage), numbers: messages.map(({ number }) => number) };
}

/** Stores what a turn has summed up of the history that it was given; the next turn's begins after it. */
export async function saveSummary(
  sql: Sql,
  dialogId: string,
  { text, messages }: HistorySummary,
  { numbers }: DialogHistory,
): Promise<void> {
  const through = numbers[Math.min(messages, numbers.length) - 1];
  await sql.query(
    `update dialog_sessions set summary = $2, summarised_through = coalesce($3::bigint, summarised_through)
     where id = $1`,
    [dialogId, text, through?.toString() ?? null],
  );
}

function toHistoryMessage({ role, content, status, writtenBy }: SelectedMessage): HistoryMessage {
  const changeset = writtenBy?.changeset ?? null;
  return {
    role,
    content,
    ...(status === 'CANCELLED' ? { interrupted: true as const } : {}),
    ...(changeset === null ? {} : { proposal: toProposal(changeset) }),
  };
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
