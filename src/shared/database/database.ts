import type { Pool } from 'pg';
import type { PrismaClient } from '../../generated/prisma/client.js';
import type { StartupError } from '../errors.js';

/** The one database of this process; the same to its users whichever engine is behind it. */
export interface Database {
  readonly kind: 'embedded' | 'postgres';
  readonly pool: Pool;
  /** Runs on `pool`. */
  readonly prisma: PrismaClient;
  /** Engine, version and place, for the start-up message; holds no secret. */
  readonly description: string;
  /** Resolves, with why, when only a new start can help: the embedded engine has failed. Never on PostgreSQL. */
  readonly failed: Promise<StartupError>;
  /** Tells a process that is refused because this one holds the data folder where this one answers. */
  announceUrl(url: string): Promise<void>;
  /** Ends the pool, breaking connections that are not given back in time, then the engine. May be called twice. */
  close(): Promise<void>;
}
