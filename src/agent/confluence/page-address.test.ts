import { describe, expect, test } from 'vitest';
import { parsePageAddress } from './page-address.js';

const page = (id: string) => ({ by: 'id', id, kind: 'page' });
const titled = (space: string, title: string) => ({ by: 'title', space, title });

describe('the address of a page', () => {
  test.each([
    ['/wiki/spaces/DEV/pages/123/Release+notes', '/wiki', page('123')],
    ['/wiki/spaces/~5f3a/pages/123', '/wiki', page('123')],
    ['/wiki/spaces/DEV/pages/edit-v2/123', '/wiki', page('123')],
    ['/spaces/DEV/pages/123/Title?focusedCommentId=9#c', '', page('123')],
    ['/wiki/spaces/DEV/blog/2026/01/31/77/News', '/wiki', { by: 'id', id: '77', kind: 'blog post' }],
    ['/pages/viewpage.action?pageId=123', '', page('123')],
    ['/confluence/pages/viewpage.action?src=x&pageId=123', '/confluence', page('123')],
    ['/wiki/pages/viewpage.action?pageId=123', '/wiki', page('123')],
    ['/pages/viewpage.action?spaceKey=DEV&title=A+%26+B', '', titled('DEV', 'A & B')],
    ['/display/DEV/Release+notes', '', titled('DEV', 'Release notes')],
    ['/confluence/display/~ann/C%2B%2B%3F/', '/confluence', titled('~ann', 'C++?')],
    ['/display/DEV/%D0%A0%D0%B5%D0%BB%D0%B8%D0%B7', '', titled('DEV', 'Релиз')],
    ['/x/LIQHD', '', page('201819180')],
    ['/wiki/x/ZQGBfg', '/wiki', page('2122383717')],
    ['/x/2oXXDg', '', page('249005530')],
    ['/apps/docs/display/DEV/Home', '/apps/docs', titled('DEV', 'Home')],
  ])('%s is read', (path, contextPath, key) => {
    expect(parsePageAddress(new URL(path, 'https://wiki.example'))).toEqual({ contextPath, key });
  });

  test('has a dash for a slash and an underscore for a plus in its short form', () => {
    const idOf = (code: string) => parsePageAddress(new URL(`https://wiki.example/x/${code}`))?.key;
    expect(idOf('_--_')).toEqual(page(String(Buffer.from('+//+', 'base64').readUIntLE(0, 3))));
  });

  test.each([
    '/',
    '/wiki/spaces/DEV/overview',
    '/wiki/spaces/DEV/pages/abc',
    '/display/DEV',
    '/display/DEV/%E0%A4%A',
    '/pages/viewpage.action?pageId=1%20or%201',
    '/pages/viewpage.action?title=Home',
    '/rest/api/content/123',
    '/x/',
    '/x/A',
    '/wiki%2fspaces/DEV/pages/123',
  ])('is not %s', (path) => {
    expect(parsePageAddress(new URL(path, 'https://wiki.example'))).toBeNull();
  });
});
