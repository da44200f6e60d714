import { type FakePage, webPathOf } from './fake-page.js';

/** Version 2 of Confluence Cloud's REST API, of which it answers what reading pages needs; null: no such thing. */
export function answerAsCloud(url: URL, pages: readonly FakePage[]): object | null {
  const body = url.searchParams.get('body-format');
  const single = /^\/api\/v2\/(pages|blogposts)\/(\d+)$/.exec(url.pathname);
  if (single !== null) {
    const kind = single[1] === 'pages' ? 'page' : 'blog post';
    const page = pages.find(({ id, kind: own = 'page' }) => id === single[2] && own === kind);
    return page === undefined ? null : { ...pageOf(page, body), _links: { webui: webPathOf(page), base: url.origin } };
  }
  if (url.pathname === '/api/v2/spaces') {
    const keys = (url.searchParams.get('keys') ?? '').split(',');
    const found = [...new Set(pages.map(({ space }) => space))].filter((key) => keys.includes(key));
    return { results: found.map((key) => ({ id: spaceId(key), key, name: key, type: 'global' })), _links: {} };
  }
  if (url.pathname !== '/api/v2/pages') return null;
  const found = pages.filter(
    ({ space, title }) =>
      spaceId(space) === url.searchParams.get('space-id') && title === url.searchParams.get('title'),
  );
  return { results: found.map((page) => ({ ...pageOf(page, body), _links: { webui: webPathOf(page) } })), _links: {} };
}

function pageOf({ id, space, title, version, storage }: FakePage, bodyFormat: string | null): object {
  return {
    id,
    status: 'current',
    title,
    spaceId: spaceId(space),
    version: { number: version, message: '', minorEdit: false, createdAt: '2026-01-31T09:00:00.000Z' },
    body: bodyFormat === 'storage' ? { storage: { representation: 'storage', value: storage } } : {},
  };
}

/** Its API names spaces by numbers. */
function spaceId(key: string): string {
  return String(Buffer.from(key).reduce((sum, byte) => sum * 31 + byte, 7));
}
