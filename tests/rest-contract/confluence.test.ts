import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApi, type TestApi } from '../../src/api/test-api.js';
import type { ConfluenceFault } from '../fakes/confluence/confluence-fault.js';
import { FakeConfluence } from '../fakes/confluence/fake-confluence.js';
import { HOLIDAYS, SAMPLE_PAGES } from '../fakes/confluence/sample-pages.js';
import { pageReaderOf } from '../kit/confluence/page-reader-of.js';
import { RestClient } from '../kit/rest-client.js';
import { aTime, expectAnswer, expectInvalid, expectProblem } from '../kit/rest-shapes.js';

const FETCH = '/internal/tools/confluence/fetch';
const INTERNAL = 'token-of-internal-0123';

let fake: FakeConfluence;
let api: TestApi;

beforeAll(async () => {
  fake = await FakeConfluence.start({ edition: 'cloud', pages: SAMPLE_PAGES });
  api = await openTestApi({ environment: { INTERNAL_TOKEN: INTERNAL }, pages: pageReaderOf([fake]) });
});

afterAll(async () => {
  await api.dispose();
  await fake.close();
});

function rest(token: string | null = INTERNAL): RestClient {
  return new RestClient(api.url, token === null ? {} : { authorization: `Bearer ${token}` });
}

describe(`POST ${FETCH}`, () => {
  test('gives a page as Markdown', async () => {
    expectAnswer(await rest().post(FETCH, { url: fake.urlOf(HOLIDAYS) }), {
      status: 200,
      body: {
        page_id: HOLIDAYS.id,
        url: fake.urlOf(HOLIDAYS),
        title: 'Отпуска',
        space: '~ann',
        version: 2,
        content_markdown: '# Отпуска\n\nОтпуск оформляется за две недели.',
        fetched_at: aTime,
      },
    });
  });

  test('is for trusted services only', async () => {
    const forbidden = { status: 403, code: 'FORBIDDEN', detail: /trusted services only/ };
    expectProblem(await rest(null).post(FETCH, { url: fake.urlOf(HOLIDAYS) }), forbidden);
  });

  test('refuses what is no address of a page', async () => {
    expectInvalid(await rest().post(FETCH, {}), { url: /is missing/ });
    expectInvalid(await rest().post(FETCH, { url: 'ftp://wiki/x' }), {
      url: /"ftp:\/\/wiki\/x" is not an http\(s\) URL/,
    });
    expectInvalid(await rest().post(FETCH, { url: `${fake.baseUrl}/home` }), { url: /names no page/ });
  });

  test('calls no host that is not listed', async () => {
    expectProblem(await rest().post(FETCH, { url: 'https://wiki.example/display/A/B' }), {
      status: 403,
      code: 'HOST_NOT_ALLOWED',
      detail: /^The host "wiki\.example" .* CONFLUENCE_BASE_URLS/,
      members: { host: 'wiki.example' },
    });
  });

  test('says when there is no such page', async () => {
    const url = `${fake.baseUrl}/pages/viewpage.action?pageId=1`;
    const detail = /^There is no Confluence page ".*pageId=1"\. Check the address/;
    expectProblem(await rest().post(FETCH, { url }), { status: 404, code: 'NOT_FOUND', detail, members: { id: url } });
  });

  test.each<[ConfluenceFault, RegExp, object]>([
    [{ kind: 'status', status: 401 }, /401.*CONFLUENCE_TOKEN/, { upstream_status: 401 }],
    [{ kind: 'status', status: 403 }, /403.*may not read/, { upstream_status: 403 }],
    [{ kind: 'status', status: 429, retryAfter: '3' }, /429/, { upstream_status: 429, retry_after_ms: 3_000 }],
    [{ kind: 'status', status: 500 }, /500.*on its side/, { upstream_status: 500 }],
    [{ kind: 'cut mid-body' }, /connection to Confluence/, {}],
  ])('says what Confluence did wrong: %j', async (fault, detail, members) => {
    fake.misbehave(fault);
    const answer = await rest().post(FETCH, { url: fake.urlOf(HOLIDAYS) });
    expectProblem(answer, { status: 502, code: 'UPSTREAM_FAILED', detail, members });
    expect(JSON.stringify(api.logged)).not.toContain(fake.token);
  });
});
