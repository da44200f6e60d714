import type { SharedTurns } from '../../../src/agent/providers/calls/call-limit.js';
import type { CallTuning } from '../../../src/agent/providers/calls/call-tuning.js';
import { GigaChatProvider } from '../../../src/agent/providers/gigachat/gigachat-provider.js';
import type { GigaChatSettings } from '../../../src/agent/providers/gigachat/gigachat-settings.js';
import type { FakeGigaChat } from '../../fakes/gigachat/fake-gigachat.js';
import { QUICK } from './quick-tuning.js';

export interface AccountChanges {
  readonly settings?: Partial<GigaChatSettings>;
  readonly tuning?: CallTuning;
  readonly concurrency?: number;
  readonly sharedTurns?: SharedTurns;
}

/** The settings of an account at the fake. */
export function gigaChatSettings(fake: FakeGigaChat): GigaChatSettings {
  return {
    token: fake.key,
    authUrl: fake.authUrl,
    apiUrl: fake.apiUrl,
    scope: 'GIGACHAT_API_PERS',
    verifyCertificates: true,
    caFile: null,
    model: 'GigaChat',
    embeddingModel: 'Embeddings',
  };
}

/** Our provider with an account at the fake. */
export function gigaChatAccount(fake: FakeGigaChat, changes: AccountChanges = {}): GigaChatProvider {
  const { tuning = QUICK, concurrency = 1, sharedTurns = null } = changes;
  const gigachat = { ...gigaChatSettings(fake), ...changes.settings };
  const settings = {
    languageModel: null,
    embedder: null,
    gigachat,
    openai: null,
    concurrency,
    deadlines: tuning.deadlines,
  };
  return new GigaChatProvider({ settings, tuning, log: { info: () => {}, warn: () => {} }, sharedTurns });
}
