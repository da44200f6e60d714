import type { ProviderWording } from '../provider-wording.js';

const api: ProviderWording = {
  name: 'GigaChat',
  credentials: 'GIGACHAT_TOKEN and GIGACHAT_SCOPE',
  address: 'GIGACHAT_API_URL',
  models: 'GIGACHAT_MODEL and GIGACHAT_EMBEDDING_MODEL',
  certificates: 'GIGACHAT_CA_FILE',
};

/** The account's tokens come from another host than the answers. */
export const GIGACHAT: { readonly api: ProviderWording; readonly auth: ProviderWording } = {
  api,
  auth: { ...api, name: "GigaChat's authorization service", address: 'GIGACHAT_AUTH_URL' },
};
