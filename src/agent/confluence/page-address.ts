/** Which page an address means. */
export type PageKey =
  | { readonly by: 'id'; readonly id: string; readonly kind: 'page' | 'blog post' }
  | { readonly by: 'title'; readonly space: string; readonly title: string };

export interface PageAddress {
  /** Where Confluence is at its origin: empty at the root, else as `/wiki`. */
  readonly contextPath: string;
  readonly key: PageKey;
}

const CONTEXT = '(?<context>(?:/[\\w.~-]+)*?)';
const BY_PATH = new RegExp(`^${CONTEXT}/spaces/[^/]+/pages/(?:edit-v2/)?(?<id>\\d{1,19})(?:/|$)`);
const BLOG_POST = new RegExp(`^${CONTEXT}/spaces/[^/]+/blog/(?:\\d{4}/\\d\\d/\\d\\d/)?(?<id>\\d{1,19})(?:/|$)`);
const BY_QUERY = new RegExp(`^${CONTEXT}/pages/viewpage\\.action$`);
const BY_TITLE = new RegExp(`^${CONTEXT}/display/(?<space>[^/]+)/(?<title>[^/]+)/?$`);
const TINY = new RegExp(`^${CONTEXT}/x/(?<code>[\\w-]{1,12})/?$`);

/**
 * Reads the forms in which Confluence shows the address of a page, of Cloud and of Data Center:
 * `/spaces/KEY/pages/123/Title`, `/spaces/KEY/blog/2026/01/31/123/Title`, `/pages/viewpage.action?pageId=123` or
 * `?spaceKey=KEY&title=Title`, `/display/KEY/Title` and the short `/x/AbC`, each below a context path or not. Null for
 * anything else.
 */
export function parsePageAddress({ pathname, searchParams }: URL): PageAddress | null {
  const path = BY_PATH.exec(pathname)?.groups;
  if (path?.id !== undefined) return byId(path.context, path.id, 'page');
  const blog = BLOG_POST.exec(pathname)?.groups;
  if (blog?.id !== undefined) return byId(blog.context, blog.id, 'blog post');
  const query = BY_QUERY.exec(pathname)?.groups;
  if (query !== undefined) {
    const id = searchParams.get('pageId');
    if (id !== null) return /^\d{1,19}$/.test(id) ? byId(query.context, id, 'page') : null;
    return byTitle(query.context, searchParams.get('spaceKey'), searchParams.get('title'));
  }
  const display = BY_TITLE.exec(pathname)?.groups;
  if (display !== undefined) return byTitle(display.context, decoded(display.space), decoded(display.title));
  const tiny = TINY.exec(pathname)?.groups;
  const id = tiny?.code === undefined ? null : idOfTinyLink(tiny.code);
  return id === null ? null : byId(tiny?.context, id, 'page');
}

function byId(contextPath = '', id: string, kind: 'page' | 'blog post'): PageAddress {
  return { contextPath, key: { by: 'id', id, kind } };
}

function byTitle(contextPath = '', space: string | null, title: string | null): PageAddress | null {
  return space && title ? { contextPath, key: { by: 'title', space, title } } : null;
}

/** In these paths, as in queries, a plus is a space. */
function decoded(segment = ''): string | null {
  try {
    return decodeURIComponent(segment.replaceAll('+', ' '));
  } catch {
    return null;
  }
}

/**
 * The id behind a short link: its bytes from the lowest on in base64, which has `-` for `/` and `_` for `+` here (not
 * as RFC 4648 has them for URLs), without the zeros at the end.
 */
function idOfTinyLink(code: string): string | null {
  const bytes = Buffer.from(code.replaceAll('-', '/').replaceAll('_', '+').padEnd(12, 'A').slice(0, 12), 'base64');
  const id = bytes.readBigUInt64LE(0);
  return id === 0n ? null : id.toString();
}
