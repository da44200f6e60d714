import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../tests/kit/database.js';
import { Gate } from '../../../tests/kit/gate.js';
import type { Embedder } from '../../contracts/embedder.js';
import { type Sql, sqlOn } from '../../shared/database/sql.js';
import { EmbeddingError } from '../../shared/run-errors.js';
import { CachedEmbedder } from './cached-embedder.js';
import { OfflineEmbedder } from './offline-embedder.js';

const signal = new AbortController().signal;
let fresh: FreshDatabase;
let sql: Sql;

beforeAll(async () => {
  fresh = await freshDatabase();
  sql = sqlOn(fresh.database.pool);
});
beforeEach(() => sql.query('delete from embedding_cache'));
afterAll(() => fresh.dispose());

describe('CachedEmbedder', () => {
  test('embeds each distinct text once and tells the others as reused', async () => {
    const { cached, asked } = counting();
    const { vectors, computed, reused } = await cached.embed('local', texts('a', 'b', 'a'), signal);
    expect(asked).toEqual(['a', 'b']);
    expect([computed, reused, vectors.size]).toEqual([texts('a', 'b').map((each) => each.textHash), 1, 2]);
  });

  test('embeds nothing that was embedded before, and gives the same vectors', async () => {
    const first = await counting().cached.embed('local', texts('job queue', 'b'), signal);
    const { cached, asked } = counting();
    const second = await cached.embed('local', texts('b', 'job queue', 'new text'), signal);
    expect(asked).toEqual(['new text']);
    expect(second.reused).toBe(2);
    for (const { textHash } of texts('job queue', 'b')) {
      expect(second.vectors.get(textHash)).toEqual(first.vectors.get(textHash));
    }
  });

  test('does not share vectors between owners or spaces', async () => {
    await counting().cached.embed('local', texts('a'), signal);
    const foreign = counting();
    await foreign.cached.embed('other', texts('a'), signal);
    const elsewhere = counting({ model: 'hashed-learned-0' });
    await elsewhere.cached.embed('local', texts('a'), signal);
    expect([foreign.asked, elsewhere.asked]).toEqual([['a'], ['a']]);
  });

  test('keeps what was embedded before a failure', async () => {
    const many = texts(...Array.from({ length: 150 }, (_, index) => `text ${index}`));
    const failing = counting({ failAfter: 100 });
    await expect(failing.cached.embed('local', many, signal)).rejects.toThrow(EmbeddingError);
    const { cached, asked } = counting();
    await cached.embed('local', many, signal);
    expect(asked).toHaveLength(50);
  });

  test('embeds a text once that several ask for at the same time', async () => {
    const { cached, asked } = counting();
    const [one, other, owner] = await Promise.all([
      cached.embed('local', texts('a', 'b', 'c'), signal),
      cached.embed('local', texts('c', 'd', 'a'), signal),
      cached.embed('other', texts('a'), signal),
    ]);
    expect(asked.toSorted()).toEqual(['a', 'a', 'b', 'c', 'd']);
    expect([one.computed.length + other.computed.length, owner.computed.length]).toEqual([4, 1]);
    const [a, c] = texts('a', 'c').map(({ textHash }) => textHash);
    for (const hash of [a ?? '', c ?? '']) expect(other.vectors.get(hash)).toEqual(one.vectors.get(hash));
  });

  test('embeds itself what another one failed to embed at the same time', async () => {
    const { cached, embedder, asked } = counting();
    let failures = 0;
    const failingOnce: Embedder = {
      ...embedder,
      embedDocuments: async (given, abort) => {
        failures += 1;
        if (failures === 1) throw new EmbeddingError('The provider is down.', { retryable: true });
        return embedder.embedDocuments(given, abort);
      },
    };
    const shared = new CachedEmbedder({ sql, embedder: failingOnce });
    const [one, other] = await Promise.allSettled([
      shared.embed('local', texts('a'), signal),
      shared.embed('local', texts('a'), signal),
    ]);
    expect([one.status, other.status].toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(asked).toEqual(['a']);
    expect((await cached.embed('local', texts('a'), signal)).computed).toEqual([]);
  });

  test('does not wait for another one any longer than it is to', async () => {
    const { embedder } = counting();
    const begun = new Gate();
    const embedDocuments = () => {
      begun.open();
      return new Promise<never>(() => undefined);
    };
    const shared = new CachedEmbedder({ sql, embedder: { ...embedder, embedDocuments } });
    void shared.embed('local', texts('a'), signal);
    await begun.opened;
    const controller = new AbortController();
    const waiting = shared.embed('local', texts('a'), controller.signal);
    const reason = new Error('Cancelled.');
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });

  test('refuses an embedder that gives too few vectors', async () => {
    const embedder: Embedder = { ...counting().embedder, embedDocuments: async () => [] };
    await expect(new CachedEmbedder({ sql, embedder }).embed('local', texts('a'), signal)).rejects.toThrow(
      new EmbeddingError('The embedder gave 0 vectors for 1 texts.', { retryable: false }),
    );
  });

  test('asks nobody for no texts', async () => {
    const { cached, asked } = counting();
    const result = await cached.embed('local', [], signal);
    expect([result.vectors.size, result.computed, result.reused, asked]).toEqual([0, [], 0, []]);
  });
});

/** The offline embedder, with a list of what it was asked to embed. */
function counting({ model = 'hashed-learned-2', failAfter = Number.POSITIVE_INFINITY } = {}) {
  const offline = new OfflineEmbedder();
  const asked: string[] = [];
  const embedder: Embedder = {
    space: { ...offline.space, model },
    textsARequest: 100,
    embedDocuments: (given, abort) => {
      if (asked.length >= failAfter) throw new EmbeddingError('The provider is down.', { retryable: true });
      asked.push(...given);
      return offline.embedDocuments(given, abort);
    },
    embedQuery: (text, abort) => offline.embedQuery(text, abort),
  };
  return { cached: new CachedEmbedder({ sql, embedder }), embedder, asked };
}

function texts(...given: string[]) {
  return given.map((text) => ({ text, textHash: createHash('sha256').update(text).digest('hex') }));
}
