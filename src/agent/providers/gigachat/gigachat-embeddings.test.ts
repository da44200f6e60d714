import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { embedText } from '../../../../tests/fakes/embed-text.js';
import type { Fault } from '../../../../tests/fakes/fault.js';
import { FakeGigaChat } from '../../../../tests/fakes/gigachat/fake-gigachat.js';
import { type AccountChanges, gigaChatAccount } from '../../../../tests/kit/providers/gigachat-account.js';
import { IMPATIENT } from '../../../../tests/kit/providers/quick-tuning.js';
import { EmbeddingError } from '../../../shared/run-errors.js';
import { unitVector } from '../embedding/unit-vector.js';

const signal = new AbortController().signal;
let fake: FakeGigaChat;
beforeEach(async () => {
  fake = await FakeGigaChat.start();
});
afterEach(() => fake.close());

const embedder = (changes: AccountChanges = {}, dimensions = 1024) =>
  gigaChatAccount(fake, changes).embedder('Embeddings', dimensions);
const expected = (text: string) => unitVector(embedText(text, 1024));
const sizes = () => fake.requestsOf('embeddings').map(({ body }) => (body as { input: string[] }).input.length);

describe('vectors of GigaChat', () => {
  test('have unit length and the order of the texts, over several requests', async () => {
    const texts = Array.from({ length: 200 }, (_, index) => `текст ${index}`);
    expect(await embedder().embedDocuments(texts, signal)).toEqual(texts.map(expected));
    expect(sizes()).toEqual([90, 90, 20]);
  });

  test('are asked for in requests of at most a million characters', async () => {
    const texts = Array.from({ length: 5 }, (_, index) => `${index}`.repeat(400_000));
    await embedder().embedDocuments(texts, signal);
    expect(sizes()).toEqual([2, 2, 1]);
  });

  test('of a batch with an over-long text come after splitting it, in the same order', async () => {
    fake.longestText = 1_000;
    const texts = Array.from({ length: 9 }, (_, index) => `${index} `.repeat(index === 4 ? 900 : 100));
    const vectors = await embedder().embedDocuments(texts, signal);
    expect(vectors.filter((_, index) => index !== 4)).toEqual(texts.filter((_, index) => index !== 4).map(expected));
    expect(Math.hypot(...(vectors[4] ?? []))).toBeCloseTo(1, 5);
  });

  test('of over-long texts are asked for in pieces at once, when such a text was met before', async () => {
    fake.longestText = 1_000;
    const sample = embedder();
    const long = (letter: string) => letter.repeat(1_800);
    await sample.embedDocuments([long('a')], signal);
    fake.requests.length = 0;
    await sample.embedDocuments(['b', 'c', 'd'].map(long), signal);
    expect(sizes()).toEqual([6]);
  });

  test('of nothing are nothing, without a call', async () => {
    expect(await embedder().embedDocuments([], signal)).toEqual([]);
    expect(fake.requests).toEqual([]);
  });

  test('of a query are asked for before those of documents that wait', async () => {
    const sample = embedder();
    const documents = ['a', 'b', 'c'].map((text) => sample.embedDocuments([text], signal));
    const query = sample.embedQuery('q', signal);
    await Promise.all([...documents, query]);
    expect(fake.requestsOf('embeddings').map(({ body }) => (body as { input: string[] }).input)).toEqual([
      ['a'],
      ['q'],
      ['b'],
      ['c'],
    ]);
  });

  test('of a query are those of the same text, with the tokens that it took', async () => {
    expect(await embedder().embedQuery('вопрос', signal)).toEqual({ vector: expected('вопрос'), tokens: 2 });
  });
});

describe('a fault of the embeddings', () => {
  const status = (code: number, retryAfter?: string): Fault => ({ kind: 'status', status: code, retryAfter });

  test.each<[string, Fault[]]>([
    ['500 twice', [status(500), status(500)]],
    ['429', [status(429)]],
    ['401', [status(401)]],
  ])('%s passes', async (_name, faults) => {
    fake.misbehave('embeddings', ...faults);
    expect(await embedder().embedDocuments(['а', 'б'], signal)).toEqual([expected('а'), expected('б')]);
  });

  test.each<[string, Fault, object]>([
    ['422 is about these texts', status(422), { retryable: false }],
    ['402 would meet other texts too', status(402), { retryable: true }],
    ['403 would meet other texts too', status(403), { retryable: true }],
    ['429 tells how long to wait', status(429, '9'), { retryable: true, retryAfterMs: 9_000 }],
    ['a page with status 200', { kind: 'page' }, { retryable: true }],
    ['hanging before the headers', { kind: 'hang before headers' }, { retryable: true }],
  ])('%s', async (_name, fault, wanted) => {
    fake.misbehave('embeddings', fault);
    const error = await embedder({ tuning: IMPATIENT })
      .embedDocuments(['текст'], signal)
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(EmbeddingError);
    expect(error).toMatchObject(wanted);
    expect(fake.requestsOf('embeddings')).toHaveLength(1);
  });

  test('413 for a short text is final', async () => {
    fake.longestText = 10;
    const failing = embedder().embedDocuments(['x'.repeat(300)], signal);
    await expect(failing).rejects.toMatchObject({ name: 'Error', retryable: false });
    expect(fake.requestsOf('embeddings')).toHaveLength(1);
  });

  test('vectors of another length than before are refused, and noted', async () => {
    const moved = embedder({}, 768);
    await expect(moved.embedDocuments(['x'], signal)).rejects.toThrow(/1024 dimensions where it gave 768/);
    expect(moved.space.dimensions).toBe(1024);
    expect(await moved.embedDocuments(['x'], signal)).toEqual([expected('x')]);
  });

  test('aborting rejects with the reason, after the connection is closed', async () => {
    fake.misbehave('embeddings', { kind: 'hang before headers' });
    const stopped = new AbortController();
    const running = embedder().embedDocuments(['x'], stopped.signal);
    await expect.poll(() => fake.requestsOf('embeddings').length).toBe(1);
    const reason = new Error('Cancelled.');
    stopped.abort(reason);
    await expect(running).rejects.toBe(reason);
    await expect.poll(() => fake.openCalls).toBe(0);
  });
});
