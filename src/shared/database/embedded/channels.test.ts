import { describe, expect, it } from 'vitest';
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
