import { type FakePage, webPathOf } from './fake-page.js';

/** Confluence Data Center's REST API, of which it answers what reading pages needs; null: no such thing. */
export function answerAsDataCenter(url: URL, pages: readonly FakePage[]): object | null {
  const expanded = new Set((url.searchParams.get('expand') ?? '').split(','));
  const single = /^\/rest\/api\/content\/(\d+)$/.exec(url.pathname);
  if (single !== null) {
    const page = pages.find(({ id }) => id === single[1]);
    return page === undefined ? null : contentOf(page, expanded);
  }
  if (url.pathname !== '/rest/api/content') return null;
  const found = pages.filter(
    ({ space, title }) => space === url.searchParams.get('spaceKey') && title === url.searchParams.get('title'),
  );
  return { results: found.map((page) => contentOf(page, expanded)), start: 0, limit: 1, size: found.length };
}

/** Only what was asked to be expanded is there. */
function contentOf(page: FakePage, expanded: ReadonlySet<string>): object {
  const { id, space, title, version, storage } = page;
  return {
    id,
    type: 'page',
    status: 'current',
    title,
    ...(expanded.has('space') ? { space: { id: 98304, key: space, name: space, type: 'global' } } : {}),
    ...(expanded.has('version') ? { version: { number: version, minorEdit: false } } : {}),
    ...(expanded.has('body.storage') ? { body: { storage: { value: storage, representation: 'storage' } } } : {}),
    _links: { webui: webPathOf(page), self: `/rest/api/content/${id}` },
  };
}
