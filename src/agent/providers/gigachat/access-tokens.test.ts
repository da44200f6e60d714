import { afterEach, beforeEach, expect, test } from 'vitest';
import { FakeGigaChat } from '../../../../tests/fakes/gigachat/fake-gigachat.js';
import { gigaChatAccount } from '../../../../tests/kit/providers/gigachat-account.js';
import { listenTo } from '../../../../tests/kit/providers/listen-to.js';

let fake: FakeGigaChat;
beforeEach(async () => {
  fake = await FakeGigaChat.start({ replies: ['Готово.'] });
});
afterEach(() => fake.close());

test('one token serves many calls', async () => {
  const model = gigaChatAccount(fake).languageModel();
  for (let call = 0; call < 3; call += 1) expect((await listenTo(model)).failure).toBeNull();
  expect(fake.requests.map(({ endpoint }) => endpoint)).toEqual(['oauth', 'chat', 'chat', 'chat']);
  expect(fake.requestsOf('oauth')).toMatchObject([{ body: { scope: 'GIGACHAT_API_PERS' } }]);
});

test('a token that the service forgot is asked for again, once, and the call succeeds', async () => {
  const model = gigaChatAccount(fake).languageModel();
  await listenTo(model);
  fake.account.expireAll();
  expect(await listenTo(model)).toMatchObject({ text: 'Готово.', failure: null });
  expect(fake.requests.map(({ endpoint }) => endpoint)).toEqual(['oauth', 'chat', 'chat', 'oauth', 'chat']);
});

test('twenty calls that meet an expired token ask for one new token', async () => {
  const model = gigaChatAccount(fake, { concurrency: 20 }).languageModel();
  await listenTo(model);
  fake.account.expireAll();
  const heard = await Promise.all(Array.from({ length: 20 }, () => listenTo(model)));
  expect(heard.map(({ text, failure }) => [text, failure])).toEqual(Array(20).fill(['Готово.', null]));
  expect(fake.requestsOf('oauth')).toHaveLength(2);
});

test('twenty first calls ask for one token', async () => {
  const model = gigaChatAccount(fake, { concurrency: 20 }).languageModel();
  await Promise.all(Array.from({ length: 20 }, () => listenTo(model)));
  expect(fake.requestsOf('oauth')).toHaveLength(1);
});

test('a token is replaced a minute before it ends, without a refusal', async () => {
  fake.account.lifetimeMs = 59_000;
  const model = gigaChatAccount(fake).languageModel();
  await listenTo(model);
  fake.account.lifetimeMs = 1_800_000;
  await listenTo(model);
  await listenTo(model);
  expect(fake.requests.map(({ endpoint }) => endpoint)).toEqual(['oauth', 'chat', 'oauth', 'chat', 'chat']);
});

test('a call that is refused with a new token too fails, and names the setting', async () => {
  const model = gigaChatAccount(fake).languageModel();
  fake.misbehave('chat', { kind: 'status', status: 401 }, { kind: 'status', status: 401 });
  const { failure } = await listenTo(model);
  expect(failure).toMatchObject({ code: 'PROVIDER_AUTH', retryable: false, status: 401 });
  expect((failure as Error).message).toContain('Check GIGACHAT_TOKEN and GIGACHAT_SCOPE.');
  expect(fake.requests.map(({ endpoint }) => endpoint)).toEqual(['oauth', 'chat', 'oauth', 'chat']);
});

test('a wrong key fails at once, and names the setting', async () => {
  const { failure } = await listenTo(gigaChatAccount(fake, { settings: { token: 'd3Jvbmc=' } }).languageModel());
  expect(failure).toMatchObject({ code: 'PROVIDER_AUTH', retryable: false });
  expect((failure as Error).message).toContain('GIGACHAT_TOKEN');
  expect(fake.requests.map(({ endpoint }) => endpoint)).toEqual(['oauth']);
});

test('a fault of the authorization service is retried like any other', async () => {
  fake.misbehave('oauth', { kind: 'status', status: 500 }, { kind: 'status', status: 429 });
  expect((await listenTo(gigaChatAccount(fake).languageModel())).text).toBe('Готово.');
  expect(fake.requestsOf('oauth')).toHaveLength(3);
});

test('an answer without a token is a failure', async () => {
  fake.misbehave('oauth', ...Array.from({ length: 4 }, () => ({ kind: 'status', status: 200 }) as const));
  const { failure } = await listenTo(gigaChatAccount(fake).languageModel());
  expect(failure).toMatchObject({ code: 'BAD_MODEL_OUTPUT' });
});

test('who leaves while a token is asked for does not spoil it for the others', async () => {
  fake.misbehave('oauth', { kind: 'hang before headers' });
  const model = gigaChatAccount(fake, { concurrency: 2 }).languageModel();
  const [one, other] = [new AbortController(), new AbortController()];
  const heard = [listenTo(model, 'Hi', one.signal), listenTo(model, 'Hi', other.signal)];
  await expect.poll(() => fake.requestsOf('oauth').length).toBe(1);
  one.abort();
  expect((await heard[0])?.failure).toBe(one.signal.reason);
  expect(fake.openCalls).toBe(1);
  other.abort();
  expect((await heard[1])?.failure).toBe(other.signal.reason);
  await expect.poll(() => fake.openCalls).toBe(0);
  expect((await listenTo(model)).text).toBe('Готово.');
});
