import { z } from 'zod';
import type { ConfluenceClient } from './confluence-client.js';
import { anId, type FoundPage, pageBody, parseAnswer } from './found-page.js';
import type { PagePlace } from './site-list.js';

const pages = z.object({ results: z.array(pageBody) });
const spaces = z.object({ results: z.array(z.object({ id: anId })) });

/**
 * A page of a Cloud site, by version 2 of its REST API (reading content by version 1 is deprecated there); null when
 * there is none that the account may see.
 */
export async function findInCloud(
  client: ConfluenceClient,
  { baseUrl, key }: PagePlace,
  signal: AbortSignal,
): Promise<FoundPage | null> {
  const api = `${baseUrl}/api/v2`;
  if (key.by === 'id') {
    const kind = key.kind === 'page' ? 'pages' : 'blogposts';
    const answer = await client.get(`${api}/${kind}/${key.id}?body-format=storage`, signal);
    return answer === null ? null : found(parseAnswer(pageBody, answer, baseUrl));
  }
  const bySpaceKey = new URLSearchParams({ keys: key.space, limit: '1' });
  const spaceAnswer = await client.get(`${api}/spaces?${bySpaceKey}`, signal);
  const [space] = spaceAnswer === null ? [] : parseAnswer(spaces, spaceAnswer, baseUrl).results;
  if (space === undefined) return null;
  const byTitle = new URLSearchParams({ 'space-id': space.id, title: key.title, 'body-format': 'storage', limit: '1' });
  const answer = await client.get(`${api}/pages?${byTitle}`, signal);
  const [first] = answer === null ? [] : parseAnswer(pages, answer, baseUrl).results;
  return first === undefined ? null : found(first);
}

/** The API gives a space by a number; its key stands in the page's address. */
function found({ id, title, version, body, _links }: z.infer<typeof pageBody>): FoundPage {
  const webPath = _links?.webui ?? null;
  const space = /^\/spaces\/([^/]+)\//.exec(webPath ?? '')?.[1] ?? null;
  return { id, title, space, version: version.number, storage: body.storage.value, webPath };
}
