import { PrismaPg } from '@prisma/adapter-pg';
import type { Pool } from 'pg';
import { PrismaClient } from '../../generated/prisma/client.js';

/**
 * On the embedded engine a transaction begins when every earlier one has ended, so Prisma's own limits (2 s to begin,
 * 5 s to end) would fail work that is only waiting its turn. Milliseconds.
 */
const TRANSACTION_LIMITS = { maxWait: 30_000, timeout: 60_000 };

/** A Prisma client on `pool`; disconnecting it does not end the pool. */
export function openPrisma(pool: Pool): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg(pool), transactionOptions: TRANSACTION_LIMITS });
}
