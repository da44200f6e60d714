import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { embedText } from '../../../../tests/fakes/embed-text.js';
import type { Fault } from '../../../../tests/fakes/fault.js';
import { FakeOpenAi } from '../../../../tests/fakes/openai/fake-openai.js';
import { listenTo } from '../../../../tests/kit/providers/listen-to.js';
import { IMPATIENT, QUICK } from '../../../../tests/kit/providers/quick-tuning.js';
import { textsOfError } from '../../../../tests/kit/providers/texts-of-error.js';
import { AgentFailure, EmbeddingError } from '../../../shared/run-errors.js';
import { unitVector } from '../embedding/unit-vector.js';
import { OpenAiProvider } from './openai-provider.js';

const ANSWER = 'Повтор удваивает ожидание 🙂 after each failure.';
const KEY = 'sk-fake-0123456789abcdef';
const signal = new AbortController().signal;
const status = (code: number, retryAfter?: string): Fault => ({ kind: 'status', status: code, retryAfter });

let fake: FakeOpenAi;
beforeEach(async () => {
  fake = await FakeOpenAi.start({ replies: [ANSWER] });
});
afterEach(() => fake.close());

function provider({
  apiKey = KEY as string | null,
  tuning = QUICK,
  concurrency = 1,
  batch = 128,
} = {}): OpenAiProvider {
  const openai = {
    baseUrl: fake.baseUrl,
    apiKey,
    model: 'small',
    embeddingModel: 'small-vectors',
    embeddingBatch: batch,
  };
  const settings = {
    languageModel: null,
    embedder: null,
    gigachat: null,
    openai,
    concurrency,
    deadlines: tuning.deadlines,
  };
  return new OpenAiProvider({ settings, tuning, log: { info: () => {}, warn: () => {} }, sharedTurns: null });
}

describe('a reply of an OpenAI-compatible endpoint', () => {
  test('comes in pieces, with its usage at the end', async () => {
    const heard = await listenTo(provider().languageModel());
    const usage = { promptTokens: 2, completionTokens: Math.ceil(ANSWER.length / 4) };
    expect(heard).toEqual({ text: ANSWER, usage, truncated: false, failure: null });
    expect(fake.requests).toMatchObject([
      {
        path: '/v1/chat/completions',
        authorization: `Bearer ${KEY}`,
        body: { model: 'small', stream: true, messages: [{ role: 'user', content: 'Привет!' }] },
      },
    ]);
  });

  test('is asked for without a key where none is set', async () => {
    expect((await listenTo(provider({ apiKey: null }).languageModel())).text).toBe(ANSWER);
    expect(fake.requests.map(({ authorization }) => authorization)).toEqual([undefined]);
  });

  test('loses nothing when every byte comes alone', async () => {
    fake.misbehave({ kind: 'byte by byte' });
    expect(await listenTo(provider().languageModel())).toMatchObject({ text: ANSWER, failure: null });
  });

  test.each([
    ['length', { truncated: true, failure: null }],
    ['content_filter', { failure: { code: 'PROVIDER_REFUSED', retryable: false } }],
  ])('that ends with %s says so', async (finishReason, wanted) => {
    fake.replies.set([{ pieces: ['Сначала '], finishReason }]);
    expect(await listenTo(provider().languageModel())).toMatchObject({ text: 'Сначала ', ...wanted });
  });
});

describe('a fault of the endpoint', () => {
  test.each<[string, Fault[], number]>([
    ['500 twice', [status(500), status(500)], 3],
    ['429', [status(429, '0.05')], 2],
    ['a cut before the first piece', [{ kind: 'cut mid-stream', afterEvents: 0 }], 2],
  ])('%s passes', async (_name, faults, calls) => {
    fake.misbehave(...faults);
    expect(await listenTo(provider().languageModel())).toMatchObject({ text: ANSWER, failure: null });
    expect(fake.requests).toHaveLength(calls);
  });

  test.each<[string, Fault, object]>([
    ['401', status(401), { code: 'PROVIDER_AUTH', retryable: false }],
    ['402', status(402), { code: 'PROVIDER_QUOTA', retryable: false }],
    ['404', status(404), { code: 'PROVIDER_REFUSED', retryable: false }],
    ['422', status(422), { code: 'PROVIDER_REFUSED', retryable: false }],
    ['429 beyond our patience', status(429, '7'), { code: 'PROVIDER_UNAVAILABLE', retryAfterMs: 7_000 }],
    ['a page with status 200', { kind: 'page' }, { code: 'PROVIDER_UNAVAILABLE', retryable: false }],
    ['hanging before the headers', { kind: 'hang before headers' }, { code: 'PROVIDER_UNAVAILABLE', retryable: true }],
  ])('%s fails at once, and tells no secret', async (_name, fault, expected) => {
    fake.misbehave(fault.kind === 'status' ? { ...fault, message: `Not for ${KEY}` } : fault);
    const { text, failure } = await listenTo(provider({ tuning: IMPATIENT }).languageModel());
    expect(text).toBe('');
    expect(failure).toBeInstanceOf(AgentFailure);
    expect(failure).toMatchObject(expected);
    expect(textsOfError(failure)).not.toContain(KEY);
    expect(fake.requests).toHaveLength(1);
  });

  test('429 for a quota that is used up is no matter of waiting', async () => {
    fake.misbehave({ kind: 'status', status: 429, code: 'insufficient_quota' });
    const { failure } = await listenTo(provider().languageModel());
    expect(failure).toMatchObject({ code: 'PROVIDER_QUOTA', retryable: false });
    expect(fake.requests).toHaveLength(1);
  });

  test.each<[string, Fault, string]>([
    ['hanging', { kind: 'hang mid-stream', afterEvents: 2 }, 'PROVIDER_UNAVAILABLE'],
    ['a cut connection', { kind: 'cut mid-stream', afterEvents: 2 }, 'PROVIDER_UNAVAILABLE'],
    ['an end without a reason', { kind: 'end early', afterEvents: 2 }, 'PROVIDER_UNAVAILABLE'],
    ['malformed JSON', { kind: 'malformed JSON', afterEvents: 2 }, 'BAD_MODEL_OUTPUT'],
  ])('%s in the middle: all text that came is given, and nothing is asked again', async (_name, fault, code) => {
    fake.misbehave(fault);
    const tuning = { ...IMPATIENT, retry: QUICK.retry };
    const { text, failure } = await listenTo(provider({ tuning }).languageModel());
    expect(text).toBe('Повтор удваивает ');
    expect(failure).toMatchObject({ code, retryable: true });
    expect(fake.requests).toHaveLength(1);
  });

  test('aborting rejects with the reason, after the connection is closed', async () => {
    fake.misbehave({ kind: 'hang mid-stream', afterEvents: 1 });
    const stopped = new AbortController();
    const chunks = provider()
      .languageModel()
      .stream([{ role: 'user', content: 'Hi' }], stopped.signal);
    expect(await chunks.next()).toMatchObject({ value: { text: 'Повтор ' } });
    const reason = new Error('Cancelled by a person.');
    const next = chunks.next();
    stopped.abort(reason);
    await expect(next).rejects.toBe(reason);
    await expect.poll(() => fake.openCalls).toBe(0);
  });

  test('a reader who leaves closes the connection and frees its place', async () => {
    fake.misbehave({ kind: 'hang mid-stream', afterEvents: 2 });
    const model = provider().languageModel();
    for await (const _chunk of model.stream([{ role: 'user', content: 'Hi' }], signal)) break;
    await expect.poll(() => fake.openCalls).toBe(0);
    expect((await listenTo(model)).text).toBe(ANSWER);
  });
});

describe('vectors of an OpenAI-compatible endpoint', () => {
  const expected = (text: string) => unitVector(embedText(text, 64));

  test('have unit length and the order of the texts, which are sent as they are', async () => {
    const texts = Array.from({ length: 300 }, (_, index) => `line ${index}\nline`);
    const vectors = await provider({ concurrency: 2 }).embedder('small-vectors', 64).embedDocuments(texts, signal);
    expect(vectors).toEqual(texts.map(expected));
    const inputs = fake.requests.map(({ body }) => body?.input as string[]);
    expect(inputs.map(({ length }) => length)).toEqual([128, 128, 44]);
    expect(inputs.flat()).toEqual(texts);
  });

  test('are asked for as many at a time as the endpoint takes', async () => {
    const embedder = provider({ batch: 2 }).embedder('small-vectors', 64);
    expect(embedder.textsARequest).toBe(2);
    expect(await embedder.embedDocuments(['a', 'b', 'c'], signal)).toEqual(['a', 'b', 'c'].map(expected));
    expect(fake.requests.map(({ body }) => body?.input)).toEqual([['a', 'b'], ['c']]);
  });

  test('of a query are those of the same text, with the tokens that it took', async () => {
    const query = await provider().embedder('small-vectors', 64).embedQuery('question', signal);
    expect(query).toEqual({ vector: expected('question'), tokens: 1 });
  });

  test.each<[string, Fault, object]>([
    ['401', status(401), { retryable: true }],
    ['400', status(400), { retryable: false }],
    ['hanging', { kind: 'hang before headers' }, { retryable: true }],
  ])('%s is an embedding error', async (_name, fault, wanted) => {
    fake.misbehave(fault);
    const embedder = provider({ tuning: IMPATIENT }).embedder('small-vectors', 64);
    const error = await embedder.embedQuery('text', signal).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(EmbeddingError);
    expect(error).toMatchObject(wanted);
  });

  test('aborting rejects with the reason, after the connection is closed', async () => {
    fake.misbehave({ kind: 'hang before headers' });
    const stopped = new AbortController();
    const running = provider().embedder('small-vectors', 64).embedQuery('text', stopped.signal);
    await expect.poll(() => fake.requests.length).toBe(1);
    const reason = new Error('Cancelled.');
    stopped.abort(reason);
    await expect(running).rejects.toBe(reason);
    await expect.poll(() => fake.openCalls).toBe(0);
  });
});
