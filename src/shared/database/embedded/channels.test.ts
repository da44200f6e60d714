import type { Notification, Pool, PoolClient } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FreshDatabase, ownDatabase } from '../../../../tests/kit/database.js';
import { channelChanges } from './channels.js';

describe('channelChanges', () => {
  it('reads every statement of a text, with the channel as PostgreSQL folds it', () => {
    expect(channelChanges('LISTEN "Jobs:""Insert"; unlisten Events ;LISTEN событие; UNLISTEN *')).toEqual([
      { kind: 'LISTEN', channel: 'Jobs:"Insert' },
      { kind: 'UNLISTEN', channel: 'events' },
      { kind: 'LISTEN', channel: 'событие' },
      { kind: 'UNLISTEN', channel: null },
    ]);
  });

  it('sees none in other statements', () => {
    expect(channelChanges(`SELECT 'LISTEN a'; NOTIFY b; SELECT 1 AS listen`)).toEqual([]);
  });
});

describe('LISTEN and NOTIFY', () => {
  let fresh: FreshDatabase;
  let pool: Pool;
  beforeAll(async () => {
    fresh = await ownDatabase();
    pool = fresh.database.pool;
  });
  afterAll(() => fresh.dispose());

  it('delivers to the sessions that listen to the channel, and to no other', async () => {
    const [one, both, none] = await Promise.all([
      listener('LISTEN "ch one"'),
      listener('LISTEN "ch one"; LISTEN Two'),
      listener(''),
    ]);
    await pool.query(`SELECT pg_notify('ch one', 'a')`);
    await pool.query(`NOTIFY two, 'b'`);
    await expect.poll(() => both.received).toEqual(['ch one: a', 'two: b']);
    expect([one.received, none.received]).toEqual([['ch one: a'], []]);
    for (const { client } of [one, both, none]) client.release();
  });

  it('delivers to the session that notified, when it listens itself', async () => {
    const self = await listener('LISTEN mine');
    await self.client.query(`NOTIFY mine, 'hello'`);
    await expect.poll(() => self.received).toEqual(['mine: hello']);
    self.client.release();
  });

  it('keeps a channel for the others when one session unlistens or ends', async () => {
    const listeners = await Promise.all([listener('LISTEN news'), listener('LISTEN news'), listener('LISTEN news')]);
    const [staying, leaving, ending] = listeners as [Listener, Listener, Listener];
    await leaving.client.query('UNLISTEN *');
    ending.client.release(true);
    await pool.query(`NOTIFY news, '1'`);
    await expect.poll(() => staying.received).toEqual(['news: 1']);
    expect([leaving.received, ending.received]).toEqual([[], []]);
    staying.client.release();
    leaving.client.release();
  });

  it('delivers nothing before the commit, and nothing of a transaction that is rolled back', async () => {
    const { client, received } = await listener('LISTEN changes');
    const writer = await pool.connect();
    await writer.query('BEGIN');
    await writer.query(`NOTIFY changes, 'undone'`);
    await writer.query('ROLLBACK');
    await writer.query('BEGIN');
    await writer.query(`NOTIFY changes, 'done'`);
    expect(received).toEqual([]);
    await writer.query('COMMIT');
    await expect.poll(() => received).toEqual(['changes: done']);
    client.release();
    writer.release();
  });

  it('forgets a LISTEN whose transaction is rolled back', async () => {
    const [steady, rolledBack] = await Promise.all([listener('LISTEN topic'), listener('')]);
    await rolledBack.client.query('BEGIN');
    await rolledBack.client.query('LISTEN topic');
    await rolledBack.client.query('ROLLBACK');
    await pool.query(`NOTIFY topic, 'x'`);
    await expect.poll(() => steady.received).toEqual(['topic: x']);
    expect(rolledBack.received).toEqual([]);
    steady.client.release();
    rolledBack.client.release();
  });

  async function listener(sql: string): Promise<Listener> {
    const client = await pool.connect();
    const received: string[] = [];
    client.on('notification', ({ channel, payload }: Notification) => received.push(`${channel}: ${payload}`));
    if (sql !== '') await client.query(sql);
    return { client, received };
  }
});

interface Listener {
  readonly client: PoolClient;
  /** `channel: payload`, in order. */
  readonly received: string[];
}
