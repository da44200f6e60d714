import type { ServerWording } from '../http/server-wording.js';

/** How failures name the Confluence at this origin. */
export function wordingOf(origin: string): ServerWording {
  return { name: `Confluence at ${origin}`, address: 'CONFLUENCE_BASE_URLS', certificates: 'CONFLUENCE_CA_FILE' };
}
