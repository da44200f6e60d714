import type { ServerWording } from '../http/server-wording.js';

/** How failures of one provider name it and the settings that may cure them. */
export interface ProviderWording extends ServerWording {
  readonly credentials: string;
  readonly models: string;
}
