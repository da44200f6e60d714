import type { Pool } from 'pg';
import type { PrismaClient } from '../../generated/prisma/client.js';

/** The one database of this process; the same to its users whichever engine is behind it. */
export interface Database {
  readonly kind: 'embedded' | 'postgres';
  readonly pool: Pool;
  /** Runs on `pool`. */
  readonly prisma: PrismaClient;
  /** Engine, version and place, for the start-up message; holds no secret. */
  readonly description: string;
  /** Tells a process that is refused because this one holds the data folder where this one answers. */
  announceUrl(url: string): Promise<void>;
  /** Ends the pool, breaking connections that are not given back in time, then the engine. May be called twice. */
  close(): Promise<void>;
}
