import type pg from 'pg';
import type { DatabaseProxy } from '../../kit/database-proxy.js';
import type { SmallDisk } from './small-disk.js';

/** What happens to the database, and what is seen of it meanwhile. */
export interface Outage {
  readonly name: string;
  /** Whether anything is refused meanwhile. */
  readonly isNoticed: boolean;
  /** Of whatever is refused meanwhile. */
  readonly status: 503 | 507;
  /** Null: the servers stay ready, since reading goes on or nobody has noticed. */
  readonly unreadyWithinMs: number | null;
  begin(): Promise<void>;
  end(): Promise<void>;
}

export function gone(proxy: DatabaseProxy): Outage {
  return {
    name: 'gone',
    isNoticed: true,
    status: 503,
    unreadyWithinMs: 1_000,
    begin: () => proxy.cut(),
    end: () => proxy.mend(),
  };
}

/** A short silence is only a delay. */
export function silent(proxy: DatabaseProxy, isNoticed: boolean): Outage {
  return {
    name: 'silent',
    isNoticed,
    status: 503,
    unreadyWithinMs: isNoticed ? 10_000 : null,
    begin: async () => proxy.silence(),
    end: async () => proxy.speak(),
  };
}

/** As after a switch to a standby: new connections take no changes. */
export function readOnly(database: pg.Client): Outage {
  const set = async (value: 'on' | 'off') => {
    await database.query(`do $$ begin
      execute format('alter database %I set default_transaction_read_only = ${value}', current_database()); end $$`);
    await database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`,
    );
  };
  return {
    name: 'read-only',
    isNoticed: true,
    status: 503,
    unreadyWithinMs: null,
    begin: () => set('on'),
    end: () => set('off'),
  };
}

/** Reading goes on, and what needs no more room. */
export function full(disk: SmallDisk): Outage {
  return {
    name: 'full',
    isNoticed: true,
    status: 507,
    unreadyWithinMs: null,
    begin: () => disk.fill(),
    end: () => disk.clear(),
  };
}
