import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FakeGigaChat } from '../../../tests/fakes/gigachat/fake-gigachat.js';
import { FakeOpenAi } from '../../../tests/fakes/openai/fake-openai.js';
import { gigaChatSettings } from '../../../tests/kit/providers/gigachat-account.js';
import { listenTo } from '../../../tests/kit/providers/listen-to.js';
import { IMPATIENT, QUICK } from '../../../tests/kit/providers/quick-tuning.js';
import type { Embedder } from '../../contracts/embedder.js';
import { NotReadyError, StartupError } from '../../shared/errors.js';
import { chooseProviders, type ProviderDependencies, type Providers } from './choose-providers.js';
import type { ProviderSettings } from './provider-settings.js';

const signal = new AbortController().signal;
const offlineEmbedder: Embedder = {
  space: { provider: 'offline', model: 'words', dimensions: 2 },
  textsARequest: 100,
  embedDocuments: async (texts) => texts.map(() => Float32Array.of(1, 0)),
  embedQuery: async () => ({ vector: Float32Array.of(1, 0), tokens: 0 }),
};
const NOTHING: ProviderSettings = {
  languageModel: null,
  embedder: null,
  gigachat: null,
  openai: null,
  concurrency: 1,
  deadlines: QUICK.deadlines,
};

let gigachat: FakeGigaChat;
let openai: FakeOpenAi;
let said: string[];
let chosen: Providers | null;
beforeEach(async () => {
  gigachat = await FakeGigaChat.start();
  openai = await FakeOpenAi.start();
  said = [];
  chosen = null;
});
afterEach(async () => {
  await chosen?.stop();
  await gigachat.close();
  await openai.close();
});

async function choose(
  settings: Partial<ProviderSettings>,
  others: Partial<Omit<ProviderDependencies, 'settings'>> = {},
): Promise<Providers> {
  const say = (_fields: object, message: string) => void said.push(message);
  chosen = await chooseProviders({
    settings: { ...NOTHING, ...settings },
    offlineEmbedder,
    rememberedDimensions: async () => null,
    log: { info: say, warn: say },
    tuning: QUICK,
    checkTiming: { startWaitMs: 5_000, firstDelayMs: 10, longestDelayMs: 20 },
    ...others,
  });
  return chosen;
}

const account = () => gigaChatSettings(gigachat);
const WITHOUT_MODELS = {
  baseUrl: 'http://localhost/v1',
  apiKey: null,
  model: null,
  embeddingModel: null,
  embeddingBatch: 128,
};
const endpoint = () => ({
  baseUrl: openai.baseUrl,
  apiKey: null,
  model: 'small',
  embeddingModel: 'small-vectors',
  embeddingBatch: 128,
});

describe('without a word about providers', () => {
  test('and without an account everything is offline', async () => {
    const { languageModel, embedder, problems } = await choose({ openai: endpoint() });
    expect([languageModel, embedder, problems]).toEqual([null, offlineEmbedder, []]);
  });

  test('an account at GigaChat is used for answers and vectors', async () => {
    const { languageModel, embedder, start } = await choose({ gigachat: account() });
    await start();
    expect([languageModel?.provider, languageModel?.model]).toEqual(['gigachat', 'GigaChat']);
    expect(embedder.space).toEqual({ provider: 'gigachat', model: 'Embeddings', dimensions: 1024 });
    expect(gigachat.requestsOf('oauth')).toHaveLength(1);
    expect(said).toEqual([]);
  });
});

describe('a choice', () => {
  test('may differ for answers and vectors', async () => {
    const settings = { gigachat: account(), openai: endpoint(), languageModel: 'openai', embedder: 'offline' } as const;
    const providers = await choose(settings);
    await providers.start();
    const { languageModel, embedder } = providers;
    expect([languageModel?.provider, languageModel?.model, embedder]).toEqual(['openai', 'small', offlineEmbedder]);
    expect(providers.problems).toEqual([]);
    expect(openai.requests).toMatchObject([{ path: '/v1/models' }]);
    expect(gigachat.requests).toEqual([]);
  });

  test('of an endpoint is not doubted because it lists no models, but because it refuses the key', async () => {
    const settings = { openai: endpoint(), languageModel: 'openai' } as const;
    openai.misbehave({ kind: 'status', status: 404 }, { kind: 'status', status: 401 });
    const lenient = await choose(settings);
    await lenient.start();
    expect(lenient.problems).toEqual([]);
    await lenient.stop();
    const strict = await choose(settings, {
      checkTiming: { startWaitMs: 5_000, firstDelayMs: 60_000, longestDelayMs: 60_000 },
    });
    await strict.start();
    expect(strict.problems).toEqual([expect.stringContaining('Check OPENAI_API_KEY.')]);
  });

  test('of an OpenAI-compatible embedder probes its dimensions', async () => {
    const { embedder, start } = await choose({ openai: endpoint(), embedder: 'openai' });
    await start();
    expect(embedder.space).toEqual({ provider: 'openai', model: 'small-vectors', dimensions: 64 });
  });

  test.each<[Partial<ProviderSettings>, RegExp]>([
    [{ languageModel: 'gigachat' }, /GIGACHAT_TOKEN is not set/],
    [{ embedder: 'openai' }, /OPENAI_BASE_URL is not set/],
    [
      {
        languageModel: 'openai',
        openai: WITHOUT_MODELS,
      },
      /Set OPENAI_MODEL/,
    ],
    [
      {
        embedder: 'openai',
        openai: WITHOUT_MODELS,
      },
      /Set OPENAI_EMBEDDING_MODEL/,
    ],
  ])('that lacks a setting is refused: %j', async (settings, message) => {
    const refused = choose(settings);
    await expect(refused).rejects.toThrow(StartupError);
    await expect(refused).rejects.toThrow(message);
  });

  test('of unverified certificates is warned about', async () => {
    await choose({ gigachat: { ...account(), verifyCertificates: false } });
    expect(said).toEqual([expect.stringContaining('GIGACHAT_SSL_VERIFY=false')]);
  });
});

describe('a provider that is down at start', () => {
  test('is reported, asked again, and used when it is back', async () => {
    const fault = { kind: 'status', status: 500 } as const;
    gigachat.misbehave('oauth', ...Array.from({ length: 6 }, () => fault));
    const tuning = { ...QUICK, retry: { ...QUICK.retry, retries: 0 } };
    const providers = await choose({ gigachat: account() }, { tuning });
    await providers.start();
    expect(providers.problems).toEqual([
      expect.stringContaining('answered 500'),
      expect.stringContaining('answered 500'),
    ]);
    expect(providers.embeddingSpace).toBeNull();
    expect(() => providers.embedder.space).toThrow(NotReadyError);
    await providers.embedderKnown;
    expect(providers.embeddingSpace).toEqual({ provider: 'gigachat', model: 'Embeddings', dimensions: 1024 });
    await expect.poll(() => providers.problems).toEqual([]);
    expect(said.toSorted()).toEqual([
      'The embedder can be used now.',
      expect.stringMatching(/^The embedder cannot be used yet\. .*answered 500/),
      'The language model can be used now.',
      expect.stringMatching(/^The language model cannot be used yet\. .*answered 500/),
    ]);
  });

  test('does not keep the dimensions unknown that the model had before', async () => {
    const settings = { gigachat: account() };
    await gigachat.close();
    const remembered: string[] = [];
    const providers = await choose(settings, {
      rememberedDimensions: async (...space) => {
        remembered.push(...space);
        return 1024;
      },
    });
    await providers.embedderKnown;
    expect(remembered).toEqual(['gigachat', 'Embeddings']);
    expect(providers.embedder.space.dimensions).toBe(1024);
  });

  test('does not hold up the start when it hangs, nor the stop', async () => {
    gigachat.misbehave('oauth', { kind: 'hang before headers' });
    const checkTiming = { startWaitMs: 50, firstDelayMs: 10, longestDelayMs: 20 };
    const providers = await choose({ gigachat: account() }, { checkTiming });
    await providers.start();
    expect(providers.problems).toEqual([
      'The language model has not answered yet.',
      'The embedder has not answered yet.',
    ]);
    await providers.stop();
    await expect.poll(() => gigachat.openCalls).toBe(0);
  });

  test('or has no such model says which ones there are', async () => {
    const providers = await choose({ gigachat: { ...account(), model: 'GigaChat-9' }, embedder: 'offline' });
    await providers.start();
    expect(providers.problems).toEqual([
      expect.stringMatching(/no model "GigaChat-9" .* Set GIGACHAT_MODEL to one of: GigaChat, GigaChat-2,/),
    ]);
  });

  test('fails a call in the meantime', async () => {
    gigachat.misbehave('chat', { kind: 'status', status: 503 });
    const { languageModel } = await choose({ gigachat: account() }, { tuning: IMPATIENT });
    if (languageModel === null) throw new Error('No model was chosen.');
    expect((await listenTo(languageModel, 'Hi', signal)).failure).toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
  });
});
