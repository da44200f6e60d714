import type { HistoryMessage } from '../contracts/agent-runner.js';
import type { PrismaClient } from '../generated/prisma/client.js';

/** Older messages than these are not read: no prompt could hold them. */
const MAX_MESSAGES = 100;

/**
 * The dialog before message `number`, oldest first. Turns that failed are left out: neither their question nor their
 * partial answer may colour the next one.
 */
export async function readHistory(
  prisma: PrismaClient,
  dialogId: string,
  number: bigint,
): Promise<readonly HistoryMessage[]> {
  const ended = { status: { in: ['DONE' as const, 'CANCELLED' as const] } };
  const messages = await prisma.message.findMany({
    where: {
      dialogId,
      number: { lt: number },
      status: { in: ['COMPLETE', 'CANCELLED'] },
      OR: [{ startedTask: ended }, { writtenBy: ended }],
    },
    orderBy: { number: 'desc' },
    take: MAX_MESSAGES,
    select: { role: true, content: true },
  });
  return messages.reverse();
}
