import { z } from 'zod';
import type { ConfluenceClient } from './confluence-client.js';
import { type FoundPage, pageBody, parseAnswer } from './found-page.js';
import type { PagePlace } from './site-list.js';

const content = pageBody.extend({ space: z.object({ key: z.string() }).nullish() });
const contents = z.object({ results: z.array(content) });

/** A page of a Data Center or Server, by its REST API; null when there is none that the account may see. */
export async function findInDataCenter(
  client: ConfluenceClient,
  { baseUrl, key }: PagePlace,
  signal: AbortSignal,
): Promise<FoundPage | null> {
  const expand = 'body.storage,version,space';
  if (key.by === 'id') {
    const answer = await client.get(`${baseUrl}/rest/api/content/${key.id}?expand=${expand}`, signal);
    return answer === null ? null : found(parseAnswer(content, answer, baseUrl));
  }
  const query = new URLSearchParams({ type: 'page', spaceKey: key.space, title: key.title, limit: '1', expand });
  const answer = await client.get(`${baseUrl}/rest/api/content?${query}`, signal);
  const [first] = answer === null ? [] : parseAnswer(contents, answer, baseUrl).results;
  return first === undefined ? null : found(first);
}

function found({ id, title, version, body, space, _links }: z.infer<typeof content>): FoundPage {
  return {
    id,
    title,
    space: space?.key ?? null,
    version: version.number,
    storage: body.storage.value,
    webPath: _links?.webui ?? null,
  };
}
