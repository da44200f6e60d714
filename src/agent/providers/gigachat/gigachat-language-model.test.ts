import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fault } from '../../../../tests/fakes/fault.js';
import { FakeGigaChat } from '../../../../tests/fakes/gigachat/fake-gigachat.js';
import { gigaChatAccount } from '../../../../tests/kit/providers/gigachat-account.js';
import { listenTo } from '../../../../tests/kit/providers/listen-to.js';
import { IMPATIENT, QUICK } from '../../../../tests/kit/providers/quick-tuning.js';
import { textsOfError } from '../../../../tests/kit/providers/texts-of-error.js';
import { AgentFailure } from '../../../shared/run-errors.js';

const ANSWER = 'Повтор удваивает ожидание — см. «retry.ts» 🙂, строки 1–11.';
const status = (code: number, retryAfter?: string): Fault => ({ kind: 'status', status: code, retryAfter });

let fake: FakeGigaChat;
beforeEach(async () => {
  fake = await FakeGigaChat.start({ replies: [ANSWER] });
});
afterEach(() => fake.close());

describe('a reply of GigaChat', () => {
  test('comes in pieces, with its usage at the end', async () => {
    const heard = await listenTo(gigaChatAccount(fake).languageModel());
    const usage = { promptTokens: 2, completionTokens: Math.ceil(ANSWER.length / 4) };
    expect(heard).toEqual({ text: ANSWER, usage, truncated: false, failure: null });
    expect(fake.requestsOf('chat')).toMatchObject([
      { body: { model: 'GigaChat', stream: true, messages: [{ role: 'user', content: 'Привет!' }] } },
    ]);
  });

  test('loses nothing when every byte comes alone', async () => {
    fake.misbehave('chat', { kind: 'byte by byte' });
    const { text, failure } = await listenTo(gigaChatAccount(fake).languageModel());
    expect([text, failure]).toEqual([ANSWER, null]);
  });

  test('says when the model had to stop at its limit', async () => {
    fake.replies.set([{ pieces: ['Сначала '], finishReason: 'length' }]);
    const heard = await listenTo(gigaChatAccount(fake).languageModel());
    expect(heard).toMatchObject({ text: 'Сначала ', truncated: true, failure: null });
  });

  test('that the model will not give is a refusal, after the text that came with it', async () => {
    fake.replies.set([{ pieces: ['Не люблю '], finishReason: 'blacklist' }]);
    const { text, usage, failure } = await listenTo(gigaChatAccount(fake).languageModel());
    expect([text, usage !== undefined]).toEqual(['Не люблю ', true]);
    expect(failure).toMatchObject({ code: 'PROVIDER_REFUSED', retryable: false });
  });
});

describe('a fault before the reply', () => {
  test.each<[string, Fault[], number]>([
    ['500 twice', [status(500), status(500)], 3],
    ['429 without Retry-After', [status(429)], 2],
    ['429 with a short Retry-After', [status(429, '0.05')], 2],
    ['503', [status(503)], 2],
    ['a stream that is not JSON from the start', [{ kind: 'malformed JSON', afterEvents: 0 }], 2],
    ['a connection cut before the first piece', [{ kind: 'cut mid-stream', afterEvents: 0 }], 2],
    ['a stream that ends before the first piece', [{ kind: 'end early', afterEvents: 0 }], 2],
  ])('%s: the call is made again and succeeds', async (_name, faults, calls) => {
    fake.misbehave('chat', ...faults);
    const { text, failure } = await listenTo(gigaChatAccount(fake).languageModel());
    expect([text, failure]).toEqual([ANSWER, null]);
    expect(fake.requestsOf('chat')).toHaveLength(calls);
  });

  test.each<[string, Fault, object]>([
    ['400', status(400), { code: 'PROVIDER_REFUSED', retryable: false, status: 400 }],
    ['402', status(402), { code: 'PROVIDER_QUOTA', retryable: false, status: 402 }],
    ['403', status(403), { code: 'PROVIDER_AUTH', retryable: false, status: 403 }],
    ['413', status(413), { code: 'PROVIDER_REFUSED', retryable: false, status: 413 }],
    ['422', status(422), { code: 'PROVIDER_REFUSED', retryable: false, status: 422 }],
    ['a redirect', status(302), { code: 'PROVIDER_REFUSED', retryable: false, status: 302 }],
    ['a page with status 200', { kind: 'page' }, { code: 'PROVIDER_UNAVAILABLE', retryable: false, status: 200 }],
    [
      '429 with a Retry-After beyond our patience',
      status(429, '7'),
      { code: 'PROVIDER_UNAVAILABLE', retryable: true, retryAfterMs: 7000, status: 429 },
    ],
  ])('%s: the call fails at once and says what to do', async (_name, fault, expected) => {
    fake.misbehave('chat', fault);
    const { text, failure } = await listenTo(gigaChatAccount(fake).languageModel());
    expect(text).toBe('');
    expect(failure).toBeInstanceOf(AgentFailure);
    expect(failure).toMatchObject(expected);
    expect((failure as Error).message).toMatch(/GigaChat.*\. [A-Z].*\.$/);
    expect(fake.requestsOf('chat')).toHaveLength(1);
  });

  test('that does not pass ends the call after the last retry', async () => {
    fake.misbehave('chat', ...Array.from({ length: 4 }, () => status(500)));
    const { failure } = await listenTo(gigaChatAccount(fake).languageModel());
    expect(failure).toMatchObject({ code: 'PROVIDER_UNAVAILABLE', retryable: true, status: 500 });
    expect(fake.requestsOf('chat')).toHaveLength(4);
  });

  test('names an unknown model as what must be set', async () => {
    const { failure } = await listenTo(gigaChatAccount(fake, { settings: { model: 'Nonesuch' } }).languageModel());
    expect(failure).toMatchObject({ code: 'PROVIDER_REFUSED', status: 404 });
    expect((failure as Error).message).toContain('GIGACHAT_MODEL');
  });

  test('waits as long as Retry-After asks', async () => {
    fake.misbehave('chat', status(429, '1'));
    const tuning = { ...QUICK, retry: { ...QUICK.retry, longestDelayMs: 1_000 } };
    const begun = performance.now();
    const { failure } = await listenTo(gigaChatAccount(fake, { tuning }).languageModel());
    expect(failure).toBeNull();
    expect(performance.now() - begun).toBeGreaterThan(990);
  });

  test('is the same where nothing listens', async () => {
    const account = gigaChatAccount(fake);
    await fake.close();
    const { failure } = await listenTo(account.languageModel());
    expect(failure).toMatchObject({ code: 'PROVIDER_UNAVAILABLE', retryable: true, status: null });
    expect((failure as Error).message).toMatch(/ECONNREFUSED.*GIGACHAT_AUTH_URL|ECONNREFUSED.*GIGACHAT_API_URL/);
  });

  test('hanging before the headers ends at the deadline', async () => {
    fake.misbehave('chat', { kind: 'hang before headers' });
    const { failure } = await listenTo(gigaChatAccount(fake, { tuning: IMPATIENT }).languageModel());
    expect(failure).toMatchObject({ code: 'PROVIDER_UNAVAILABLE', retryable: true });
    expect((failure as Error).message).toContain('did not begin to answer within 0.7 s');
  });
});

describe('a fault in the middle of the reply', () => {
  test.each<[string, Fault, string]>([
    ['hanging', { kind: 'hang mid-stream', afterEvents: 2 }, 'PROVIDER_UNAVAILABLE'],
    ['a cut connection', { kind: 'cut mid-stream', afterEvents: 2 }, 'PROVIDER_UNAVAILABLE'],
    ['an end without a reason', { kind: 'end early', afterEvents: 2 }, 'PROVIDER_UNAVAILABLE'],
    ['malformed JSON', { kind: 'malformed JSON', afterEvents: 2 }, 'BAD_MODEL_OUTPUT'],
  ])('%s: all text that came is given, and nothing is asked again', async (_name, fault, code) => {
    fake.misbehave('chat', fault);
    const tuning = { ...IMPATIENT, retry: QUICK.retry };
    const { text, failure } = await listenTo(gigaChatAccount(fake, { tuning }).languageModel());
    expect(text).toBe('Повтор удваивает ');
    expect(failure).toMatchObject({ code, retryable: true });
    expect(fake.requestsOf('chat')).toHaveLength(1);
  });
});

describe('aborting', () => {
  test('closes the connection before the iteration rejects with the reason', async () => {
    fake.misbehave('chat', { kind: 'hang mid-stream', afterEvents: 1 });
    const stopped = new AbortController();
    const chunks = gigaChatAccount(fake)
      .languageModel()
      .stream([{ role: 'user', content: 'Hi' }], stopped.signal);
    expect(await chunks.next()).toMatchObject({ value: { text: 'Повтор ' } });
    const reason = new Error('Cancelled by a person.');
    const next = chunks.next();
    stopped.abort(reason);
    await expect(next).rejects.toBe(reason);
    await expect.poll(() => fake.openCalls).toBe(0);
  });

  test('while the reader holds a piece ends the call all the same', async () => {
    const stopped = new AbortController();
    const chunks = gigaChatAccount(fake)
      .languageModel()
      .stream([{ role: 'user', content: 'Hi' }], stopped.signal);
    await chunks.next();
    stopped.abort();
    await expect(chunks.next()).rejects.toBe(stopped.signal.reason);
  });

  test('before the call begins makes no call', async () => {
    const { failure } = await listenTo(gigaChatAccount(fake).languageModel(), 'Hi', AbortSignal.abort());
    expect(failure).toMatchObject({ name: 'AbortError' });
    expect(fake.requests).toEqual([]);
  });

  test('ends the wait for a retry', async () => {
    fake.misbehave('chat', status(500));
    const tuning = { ...QUICK, retry: { retries: 1, firstDelayMs: 60_000, longestDelayMs: 60_000 } };
    const stopped = new AbortController();
    const heard = listenTo(gigaChatAccount(fake, { tuning }).languageModel(), 'Hi', stopped.signal);
    await expect.poll(() => fake.requestsOf('chat').length).toBe(1);
    await expect.poll(() => fake.openCalls).toBe(0);
    stopped.abort();
    expect((await heard).failure).toBe(stopped.signal.reason);
    expect(fake.requestsOf('chat')).toHaveLength(1);
  });

  test('a reader who leaves frees the place of the next call', async () => {
    const model = gigaChatAccount(fake).languageModel();
    for await (const chunk of model.stream([{ role: 'user', content: 'Hi' }], new AbortController().signal)) {
      expect(chunk.text).toBe('Повтор ');
      break;
    }
    expect((await listenTo(model)).text).toBe(ANSWER);
  });
});

test('calls wait for their turn, as many at a time as the account may make', async () => {
  const account = gigaChatAccount(fake, { concurrency: 2 });
  fake.replies.set(async () => {
    await expect.poll(() => fake.mostCalls).toBe(2);
    return ANSWER;
  });
  const heard = await Promise.all(Array.from({ length: 8 }, () => listenTo(account.languageModel())));
  expect(heard.map(({ text }) => text)).toEqual(Array(8).fill(ANSWER));
  expect(fake.mostCalls).toBe(2);
});

test('no error tells a secret, whoever repeats it', async () => {
  const account = gigaChatAccount(fake);
  await listenTo(account.languageModel());
  const [token = ''] = fake.account.granted;
  const message = `Rejected Basic ${fake.key} and Bearer ${token} of ${fake.key} ${token}`;
  fake.misbehave('chat', { kind: 'status', status: 400, message }, { kind: 'cut mid-stream', afterEvents: 1 });
  const failures = [await listenTo(account.languageModel()), await listenTo(account.languageModel())];
  fake.account.expireAll();
  fake.misbehave('oauth', { kind: 'status', status: 401, message });
  failures.push(await listenTo(account.languageModel()));
  const told = failures.map(({ failure }) => textsOfError(failure)).join('\n');
  expect(failures.map(({ failure }) => failure instanceof AgentFailure)).toEqual([true, true, true]);
  expect(told).toContain('Rejected Basic [redacted] and Bearer [redacted]');
  for (const secret of [fake.key, token]) expect(told).not.toContain(secret);
});
