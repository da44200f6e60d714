import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ConfluenceFault } from '../../../tests/fakes/confluence/confluence-fault.js';
import { FakeConfluence } from '../../../tests/fakes/confluence/fake-confluence.js';
import { HOLIDAYS, NEWS, RUNBOOK, SAMPLE_PAGES } from '../../../tests/fakes/confluence/sample-pages.js';
import { pageReaderOf, type ReaderChanges } from '../../../tests/kit/confluence/page-reader-of.js';
import { textsOfError } from '../../../tests/kit/providers/texts-of-error.js';
import type { WikiPage } from '../../contracts/page-reader.js';

let open: { close(): unknown }[] = [];
const never = new AbortController().signal;

async function start(edition: 'cloud' | 'data center', contextPath = ''): Promise<FakeConfluence> {
  const fake = await FakeConfluence.start({ edition, contextPath, pages: SAMPLE_PAGES });
  open.push(fake);
  return fake;
}

function readFrom(
  fakes: Parameters<typeof pageReaderOf>[0],
  url: string,
  changes: ReaderChanges = {},
): Promise<WikiPage> {
  const reader = pageReaderOf(fakes, changes);
  open.push(reader);
  return reader.read(url, never);
}

async function failureOf(read: Promise<unknown>): Promise<unknown> {
  return read.then(
    () => expect.unreachable('it was read'),
    (error: unknown) => error,
  );
}

afterEach(async () => {
  await Promise.all(open.map((each) => each.close()));
  open = [];
});

describe.each([
  ['Cloud', 'cloud', '/wiki'],
  ['Data Center', 'data center', ''],
  ['Data Center below a context path', 'data center', '/confluence'],
  ['Data Center at /wiki', 'data center', '/wiki'],
] as const)('%s', (_, edition, contextPath) => {
  let fake: FakeConfluence;
  beforeEach(async () => {
    fake = await start(edition, contextPath);
  });

  test('gives a page with its version and the time of reading', async () => {
    const before = Date.now();
    const { fetchedAt, contentMarkdown, ...page } = await readFrom([fake], fake.urlOf(RUNBOOK));
    expect(page).toEqual({
      pageId: RUNBOOK.id,
      url: fake.urlOf(RUNBOOK),
      title: RUNBOOK.title,
      space: 'OPS',
      version: 7,
    });
    expect(contentMarkdown).toMatch(/^# Deploying\n[\s\S]*\| Step \| Limit \|/);
    expect(fetchedAt.getTime()).toBeGreaterThanOrEqual(before);
  });

  test.each([
    ['/pages/viewpage.action?pageId=163841', RUNBOOK],
    ['/display/OPS/Deploy+runbook+%26+rollback', RUNBOOK],
    ['/pages/viewpage.action?spaceKey=OPS&title=Deploy+runbook+%26+rollback', RUNBOOK],
    ['/x/ZQGBfg', HOLIDAYS],
    [`/display/~ann/${encodeURIComponent(HOLIDAYS.title)}`, HOLIDAYS],
    ['/spaces/OPS/blog/2026/01/31/777001/We+moved', NEWS],
  ])('is read by %s', async (path, page) => {
    expect(await readFrom([fake], fake.baseUrl + path)).toMatchObject({ pageId: page.id, url: fake.urlOf(page) });
  });

  test('has no page that it does not have', async () => {
    for (const path of ['/pages/viewpage.action?pageId=9', '/display/OPS/None', '/display/NONE/None']) {
      const failure = await failureOf(readFrom([fake], fake.baseUrl + path));
      expect(failure).toMatchObject({ code: 'NOT_FOUND', id: fake.baseUrl + path });
      expect((failure as Error).message).toMatch(/There is no Confluence page .* may not see it/);
    }
  });

  test('takes a user with an API token as well', async () => {
    const credentials = { kind: 'basic' as const, user: fake.user, apiToken: fake.apiToken };
    expect(await readFrom([fake], fake.urlOf(HOLIDAYS), { credentials })).toMatchObject({ version: 2 });
  });

  test('says what to check when it does not take the credentials, and does not repeat them', async () => {
    const credentials = { kind: 'basic' as const, user: fake.user, apiToken: 'wrong-s3cret' };
    const failure = await failureOf(readFrom([fake], fake.urlOf(RUNBOOK), { credentials }));
    expect(failure).toMatchObject({ code: 'UPSTREAM_FAILED', upstreamStatus: 401, retryable: false });
    expect((failure as Error).message).toMatch(/401.* Check CONFLUENCE_TOKEN/);
    const sent = Buffer.from(`${fake.user}:wrong-s3cret`).toString('base64');
    expect(textsOfError(failure)).not.toMatch(new RegExp(`s3cret|${sent}`));
  });
});

describe('only what is listed is called', () => {
  let fake: FakeConfluence;
  beforeEach(async () => {
    fake = await start('data center', '/confluence');
  });

  test.each([
    ['https', (url: URL) => url.href.replace('http:', 'https:')],
    ['another port', (url: URL) => url.href.replace(url.port, '1')],
    ['another name', (url: URL) => url.href.replace('127.0.0.1', 'localhost')],
    ['a name that begins like it', (url: URL) => url.href.replace(url.host, `127.0.0.1.evil.example:${url.port}`)],
    ['a private address', () => 'http://169.254.169.254/latest/meta-data'],
  ])('not %s', async (_, changed) => {
    const url = changed(new URL(fake.urlOf(RUNBOOK)));
    const failure = await failureOf(readFrom([fake], url));
    expect(failure).toMatchObject({ code: 'HOST_NOT_ALLOWED', host: new URL(url).host });
    expect((failure as Error).message).toMatch(/CONFLUENCE_BASE_URLS/);
    expect(fake.requests).toEqual([]);
  });

  test.each([
    ['file:///etc/passwd', /not an http\(s\) URL/],
    ['wiki', /not an http\(s\) URL/],
    ['http://ann:s3cret@127.0.0.1/display/OPS/Home', /user name or password/],
  ])('%s is no address', async (url, message) => {
    const failure = await failureOf(readFrom([fake], url));
    expect(failure).toMatchObject({
      code: 'INVALID_INPUT',
      fields: [{ path: ['url'], message: expect.stringMatching(message) }],
    });
    expect(textsOfError(failure)).not.toMatch(/s3cret/);
  });

  test('nor a path of the origin that is no page, or not below the base path', async () => {
    const { origin, baseUrl } = fake;
    for (const url of [
      `${baseUrl}/admin/users`,
      `${origin}/a/b/display/OPS/Home`,
      `${baseUrl}/../rest/api/content/1`,
    ]) {
      expect(await failureOf(readFrom([fake], url))).toMatchObject({ code: 'INVALID_INPUT' });
    }
    const elsewhere = readFrom([fake], fake.urlOf(RUNBOOK), { basePath: '/wiki' });
    expect(await failureOf(elsewhere)).toMatchObject({ code: 'INVALID_INPUT' });
    expect(fake.requests).toEqual([]);
  });
});

describe('a redirect', () => {
  let fake: FakeConfluence;
  let other: FakeConfluence;
  beforeEach(async () => {
    fake = await start('data center');
    other = await start('data center');
  });
  const path = '/rest/api/content/163841?expand=body.storage,version,space';

  test('to an origin that is not listed is not followed', async () => {
    fake.misbehave({ kind: 'redirect', to: `${other.origin}${path}` });
    const failure = await failureOf(readFrom([fake], fake.urlOf(RUNBOOK)));
    expect(failure).toMatchObject({ code: 'HOST_NOT_ALLOWED', host: new URL(other.origin).host });
    expect((failure as Error).message).toMatch(/redirected/);
    expect(other.requests).toEqual([]);
  });

  test('to a listed origin is followed, with the credentials of that one only', async () => {
    fake.misbehave({ kind: 'redirect', to: `${other.origin}${path}` });
    const reader = pageReaderOf([fake, other]);
    open.push(reader);
    expect(await reader.read(fake.urlOf(RUNBOOK), never)).toMatchObject({ pageId: RUNBOOK.id });
    expect(other.requests).toEqual([{ path, authorization: `Bearer ${other.token}` }]);
  });

  test.each(['ftp://127.0.0.1/x', 'http://ann:pass@127.0.0.1/x', 'file:///etc/passwd', 'data:,x'])(
    'to %s is not followed',
    async (to) => {
      fake.misbehave({ kind: 'redirect', to });
      expect(await failureOf(readFrom([fake], fake.urlOf(RUNBOOK)))).toMatchObject({ code: 'HOST_NOT_ALLOWED' });
    },
  );

  test('that leads to the next and so on is given up', async () => {
    fake.misbehave(...Array.from({ length: 9 }, (): ConfluenceFault => ({ kind: 'redirect', to: '/login.action' })));
    const failure = await failureOf(readFrom([fake], fake.urlOf(RUNBOOK)));
    expect(failure).toMatchObject({ code: 'UPSTREAM_FAILED' });
    expect((failure as Error).message).toMatch(/more than 3 times/);
    expect(fake.requests).toHaveLength(4);
  });
});

describe('a fault of Confluence', () => {
  let fake: FakeConfluence;
  beforeEach(async () => {
    fake = await start('data center');
  });
  const impatient = { deadlines: { connectMs: 700, firstByteMs: 700, silenceMs: 700 } };

  test.each<[string, ConfluenceFault, object, RegExp, ReaderChanges['limits']?]>([
    [
      '403',
      { kind: 'status', status: 403, message: 'Not permitted to use it' },
      { upstreamStatus: 403, retryable: false },
      /403: Not permitted to use it\. The account may not read/,
    ],
    [
      '429',
      { kind: 'status', status: 429, retryAfter: '7' },
      { upstreamStatus: 429, retryable: true, retryAfterMs: 7_000 },
      /Try again later/,
    ],
    [
      '429 without a word when',
      { kind: 'status', status: 429 },
      { retryable: true, retryAfterMs: null },
      /no more requests/,
    ],
    ['500', { kind: 'status', status: 500 }, { upstreamStatus: 500, retryable: true }, /fault is on its side/],
    ['503', { kind: 'status', status: 503, retryAfter: '1' }, { retryable: true, retryAfterMs: 1_000 }, /503/],
    ['400', { kind: 'status', status: 400 }, { upstreamStatus: 400, retryable: false }, /CONFLUENCE_BASE_URLS/],
    ['a log-in page', { kind: 'log-in page' }, { upstreamStatus: 200, retryable: false }, /other than JSON/],
    [
      'an answer that is too large',
      { kind: 'oversize', bytes: 200_000 },
      { retryable: false },
      /more than 100000 bytes/,
    ],
    [
      'a connection that is cut',
      { kind: 'cut mid-body' },
      { retryable: true },
      /connection to Confluence at http.* failed/,
    ],
    [
      'silence',
      { kind: 'hang before headers' },
      { retryable: true },
      /did not begin to answer within 0.7 s/,
      impatient,
    ],
    ['silence in the middle', { kind: 'hang mid-body' }, { retryable: true }, /stopped in the middle/, impatient],
    [
      'an answer without end',
      { kind: 'drip', everyMs: 50 },
      { retryable: true },
      /did not answer within 1 s/,
      { totalMs: 1_000 },
    ],
  ])('%s is told in words', async (_, fault, expected, message, limits) => {
    fake.misbehave(fault);
    const failure = await failureOf(readFrom([fake], fake.urlOf(RUNBOOK), { limits }));
    expect(failure).toMatchObject({ code: 'UPSTREAM_FAILED', ...expected });
    expect((failure as Error).message).toMatch(message);
    await expect.poll(() => fake.openCalls).toBe(0);
  });

  test('never brings a secret into what is told, though it repeats one', async () => {
    fake.misbehave({ kind: 'status', status: 403, message: `Token ${fake.token} with Bearer ${fake.token} is bad` });
    const failure = await failureOf(readFrom([fake], fake.urlOf(RUNBOOK)));
    expect((failure as Error).message).toMatch(/Token \[redacted\] with Bearer \[redacted\]/);
    expect(textsOfError(failure)).not.toContain(fake.token);
  });

  test('that nobody listens is told as one that may pass', async () => {
    const { origin } = fake;
    await fake.close();
    const failure = await failureOf(readFrom([{ origin, token: 't' }], `${origin}/display/OPS/Home`));
    expect(failure).toMatchObject({ code: 'UPSTREAM_FAILED', upstreamStatus: null, retryable: true });
    expect((failure as Error).message).toMatch(/ECONNREFUSED.*CONFLUENCE_BASE_URLS/);
  });

  test('of a page that cannot be walked is told', async () => {
    fake.pages.push({ ...RUNBOOK, id: '5', storage: '<div>'.repeat(1_000) });
    const failure = await failureOf(readFrom([fake], `${fake.baseUrl}/pages/viewpage.action?pageId=5`));
    expect(failure).toMatchObject({ code: 'UPSTREAM_FAILED' });
    expect((failure as Error).message).toMatch(/page 5 cannot be turned into Markdown.*250 levels/);
  });
});

test('an abort closes the connection and rejects with its reason', async () => {
  const fake = await start('data center');
  fake.misbehave({ kind: 'hang mid-body' });
  const abort = new AbortController();
  const reader = pageReaderOf([fake]);
  open.push(reader);
  const read = failureOf(reader.read(fake.urlOf(RUNBOOK), abort.signal));
  await expect.poll(() => fake.requests.length).toBe(1);
  abort.abort(new Error('not wanted any more'));
  expect(await read).toBe(abort.signal.reason);
  await expect.poll(() => fake.openCalls).toBe(0);
});

test('a NUL in a page does not reach the database', async () => {
  const fake = await start('data center');
  fake.pages.push({ ...RUNBOOK, id: '6', title: 'a\0b', storage: '<p>c\0d</p>' });
  const page = await readFrom([fake], `${fake.baseUrl}/pages/viewpage.action?pageId=6`);
  expect(JSON.stringify(page)).not.toContain('\\u0000');
});

test('a server that speaks no HTTP is a fault like others', async () => {
  const server = createServer((socket) => socket.end('SSH-2.0-x\r\n'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  const failure = await failureOf(readFrom([{ origin, token: 't' }], `${origin}/display/OPS/Home`));
  server.close();
  expect(failure).toMatchObject({ code: 'UPSTREAM_FAILED' });
});
