import { describe, expect, test } from 'vitest';
import { type ConfluenceVariables, readConfluenceSettings } from './read-confluence-settings.js';

const read = (variables: ConfluenceVariables) => readConfluenceSettings(variables, null);

describe('the settings of Confluence', () => {
  test('are none without base URLs, whatever else is set', () => {
    expect(read({ CONFLUENCE_TOKEN: 'secret' })).toBeNull();
  });

  test('have an origin, a path where one is given, and /wiki for Cloud', () => {
    const urls = 'https://acme.atlassian.net, https://Wiki.example.com:443/ ,http://10.0.0.7:8090/confluence/';
    expect(read({ CONFLUENCE_BASE_URLS: urls })?.sites).toEqual([
      { origin: 'https://acme.atlassian.net', basePath: '/wiki', credentials: null },
      { origin: 'https://wiki.example.com', basePath: null, credentials: null },
      { origin: 'http://10.0.0.7:8090', basePath: '/confluence', credentials: null },
    ]);
  });

  test('give every origin the usual credentials, unless it has its own', () => {
    const settings = read({
      CONFLUENCE_BASE_URLS: 'https://a.example,https://b.example/wiki,https://c.example,https://d.example',
      CONFLUENCE_TOKEN: 'usual',
      CONFLUENCE_CREDENTIALS:
        'https://b.example=basic:me@b.example:to:k=en, https://c.example=none,https://d.example/=bearer:own==',
    });
    expect(settings?.sites.map(({ credentials }) => credentials)).toEqual([
      { kind: 'bearer', token: 'usual' },
      { kind: 'basic', user: 'me@b.example', apiToken: 'to:k=en' },
      null,
      { kind: 'bearer', token: 'own==' },
    ]);
  });

  test('take a user and an API token in place of a bearer token', () => {
    const account = { CONFLUENCE_USER: 'me@acme.example', CONFLUENCE_API_TOKEN: 'key' };
    expect(
      read({ CONFLUENCE_BASE_URLS: 'https://acme.atlassian.net/wiki', ...account })?.sites[0]?.credentials,
    ).toEqual({
      kind: 'basic',
      user: 'me@acme.example',
      apiToken: 'key',
    });
  });

  const urls = { CONFLUENCE_BASE_URLS: 'https://a.example' };
  test.each<[ConfluenceVariables, RegExp]>([
    [{ CONFLUENCE_BASE_URLS: 'wiki.example' }, /CONFLUENCE_BASE_URLS must be comma-separated/],
    [{ CONFLUENCE_BASE_URLS: 'https://me:s3cret@a.example' }, /without a user/],
    [{ CONFLUENCE_BASE_URLS: 'ftp://a.example' }, /http\(s\) URLs/],
    [{ CONFLUENCE_BASE_URLS: 'https://a.example/wiki?s3cret' }, /more than a path/],
    [{ ...urls, CONFLUENCE_USER: 'me' }, /belong together/],
    [{ ...urls, CONFLUENCE_API_TOKEN: 's3cret' }, /belong together/],
    [{ ...urls, CONFLUENCE_TOKEN: 's3cret', CONFLUENCE_USER: 'me', CONFLUENCE_API_TOKEN: 's3cret' }, /are both set/],
    [{ ...urls, CONFLUENCE_CREDENTIALS: 'https://b.example=bearer:s3cret' }, /entry for https:\/\/b\.example/],
    [{ ...urls, CONFLUENCE_CREDENTIALS: 'https://a.example=s3cret' }, /entry 1 must be ORIGIN=bearer:TOKEN/],
    [{ ...urls, CONFLUENCE_CREDENTIALS: 'https://a.example=basic:s3cret' }, /entry 1 must be/],
    [{ ...urls, CONFLUENCE_CREDENTIALS: 'https://a.example=none:s3cret' }, /entry 1 must be/],
  ])('are refused by name, without the secret: %j', (variables, message) => {
    expect(() => read(variables)).toThrow(message);
    expect(() => read(variables)).not.toThrow(/s3cret/);
  });
});
