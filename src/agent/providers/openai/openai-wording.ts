import type { ProviderWording } from '../provider-wording.js';

export const OPENAI: ProviderWording = {
  name: 'The OpenAI-compatible endpoint',
  credentials: 'OPENAI_API_KEY',
  address: 'OPENAI_BASE_URL',
  models: 'OPENAI_MODEL and OPENAI_EMBEDDING_MODEL',
  certificates: 'NODE_EXTRA_CA_CERTS',
};
