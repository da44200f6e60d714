import { FetchConfluencePageDocument } from '../../src/generated/documents/graphql.js';
import { type BadCase, bad, type Doors, invalid, post, run, wrongType } from './bad-case.js';

const NO_ADDRESS = ['is not an http(s) URL', 'Give'];

export const confluenceCases: readonly BadCase[] = [
  bad('a page without an address', fetchPage(''), invalid('url', 'url', ['""', ...NO_ADDRESS])),
  bad('a page at a path', fetchPage('/display/A/B'), invalid('url', 'url', ['"/display/A/B"', ...NO_ADDRESS])),
  bad(
    'a file of the server',
    fetchPage('file:///etc/passwd'),
    invalid('url', 'url', ['"file:///etc/passwd"', ...NO_ADDRESS]),
  ),
  bad('a page at no host', fetchPage('https://'), invalid('url', 'url', ['"https://"', ...NO_ADDRESS])),
  bad('a page whose address has a password', fetchPage('https://ann:secret@wiki.example/display/A/B'), {
    ...invalid('url', 'url', ['user name or password', 'Give']),
    secret: 'secret',
  }),
  bad(
    'an address that is no text',
    fetchPage(7),
    wrongType('url', ['is 7', 'must be a string', 'Send one'], ['$url', 'String cannot represent']),
  ),
  ...['https://wiki.example/display/A/B', 'http://169.254.169.254/latest/meta-data', 'http://[::1]:5432/'].map((url) =>
    bad(`a page at ${url}`, fetchPage(url), {
      code: 'HOST_NOT_ALLOWED',
      status: 403,
      says: [`"${new URL(url).host}"`, 'CONFLUENCE_BASE_URLS'],
    }),
  ),
];

function fetchPage(url: unknown): Doors {
  return {
    rest: () => post('/internal/tools/confluence/fetch', { url }),
    graphql: () => run(FetchConfluencePageDocument, { url }),
  };
}
