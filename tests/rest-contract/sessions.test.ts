import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RestClient } from '../kit/rest-client.js';
import {
  anId,
  aTime,
  begun,
  counts,
  doneJob,
  expectAnswer,
  expectInvalid,
  expectNotFound,
  NO_SUCH,
  sha256,
} from '../kit/rest-shapes.js';
import { disposeServer, startServer } from '../kit/server.js';
import type { ServerProcess } from '../kit/server-process.js';

const README = '# Shop\n\nOrders are paid once.\n';
const CART =
  'export function cartTotal(prices: number[]): number {\n  return prices.reduce((sum, price) => sum + price, 0);\n}\n';
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]);
const FILES = [
  { path: 'README.md', content: README, encoding: 'utf8', content_hash: sha256(README) },
  { path: 'src/cart.ts', content: CART },
  { path: 'logo.png', content: PNG.toString('base64'), encoding: 'base64', content_hash: sha256(PNG) },
];
const EMBEDDING = { provider: 'offline', model: 'hashed-learned-2', dimensions: 512 };

let server: ServerProcess;
let rest: RestClient;

beforeAll(async () => {
  server = await startServer();
  rest = new RestClient(server.url);
});

afterAll(() => disposeServer(server));

async function create(files: readonly object[] = FILES): Promise<{ session: string; job: string; path: string }> {
  const { body } = await rest.post('/api/rag/sessions', { project_id: 'shop', files });
  const path = `/api/rag/sessions/${body.rag_session_id}`;
  await ended(`${path}/jobs/${body.index_job_id}`);
  return { session: body.rag_session_id, job: body.index_job_id, path };
}

/** Watches a job to its end; gives it as it ended. */
async function ended(jobPath: string) {
  for await (const _event of rest.events(`${jobPath}/events`));
  return rest.get(jobPath);
}

async function change(path: string, changed_files: readonly object[]) {
  const { body } = await rest.post(`${path}/changes`, { changed_files });
  return ended(`${path}/jobs/${body.index_job_id}`);
}

describe('POST /api/rag/sessions', () => {
  test('makes a session, with a job that accounts for every file', async () => {
    const created = await rest.post('/api/rag/sessions', { project_id: 'shop', files: FILES });
    const session = created.body.rag_session_id;
    expectAnswer(created, {
      status: 201,
      body: { rag_session_id: anId('ses'), index_job_id: anId('job'), status: begun, created_at: aTime },
      location: `/api/rag/sessions/${session}`,
    });
    const jobPath = `/api/rag/sessions/${session}/jobs/${created.body.index_job_id}`;
    expectAnswer(await ended(jobPath), {
      status: 200,
      body: doneJob({
        rag_session_id: session,
        index_job_id: created.body.index_job_id,
        total_files: 3,
        processed_files: 3,
        indexed_files: 2,
        skipped_files: 1,
        chunks: 2,
        embeddings_computed: 2,
        version: 1,
        problems: [{ path: 'logo.png', kind: 'skipped', reason: 'BINARY', detail: 'PNG signature' }],
        problems_total: 1,
      }),
    });
    expectAnswer(await rest.get(`/api/rag/sessions/${session}`), {
      status: 200,
      body: {
        rag_session_id: session,
        project_id: 'shop',
        version: 1,
        status: 'ready',
        needs_reindex: false,
        files: 3,
        indexed_files: 2,
        skipped_files: 1,
        failed_files: 0,
        chunks: 2,
        embedding: EMBEDDING,
        active_index_job_id: null,
        created_at: created.body.created_at,
      },
    });
  });

  test('with the same project makes another session each time', async () => {
    const [one, other] = [await create(), await create()];
    expect(other.session).not.toBe(one.session);
  });

  test('of an empty list makes an empty session, and a job that is done at once', async () => {
    const created = await rest.post('/api/rag/sessions', { project_id: 'empty', files: [] });
    const { rag_session_id, index_job_id, created_at } = created.body;
    expectAnswer(created, {
      status: 201,
      body: { rag_session_id: anId('ses'), index_job_id: anId('job'), status: 'done', created_at: aTime },
      location: `/api/rag/sessions/${rag_session_id}`,
    });
    const path = `/api/rag/sessions/${rag_session_id}`;
    expectAnswer(await rest.get(`${path}/jobs/${index_job_id}`), {
      status: 200,
      body: doneJob({ rag_session_id, index_job_id, version: 0 }),
    });
    const stream = await rest.get(`${path}/jobs/${index_job_id}/events`);
    const data = { index_job_id, status: 'done', ...counts({}), error: null };
    expect(stream.body).toBe(`retry: 2000\n\nid: 1\nevent: terminal\ndata: ${JSON.stringify(data)}\n\n`);
    expectAnswer(await rest.get(path), {
      status: 200,
      body: {
        rag_session_id,
        project_id: 'empty',
        version: 0,
        status: 'empty',
        needs_reindex: false,
        files: 0,
        indexed_files: 0,
        skipped_files: 0,
        failed_files: 0,
        chunks: 0,
        embedding: EMBEDDING,
        active_index_job_id: null,
        created_at,
      },
    });
  });

  test('takes bytes that are not UTF-8 as base64, and finds their words', async () => {
    const windows1251 = Buffer.from([0xd1, 0xea, 0xe8, 0xe4, 0xea, 0xe0, 0x20, 0xe4, 0xeb, 0xff, 0x0d, 0x0a]);
    const content = windows1251.toString('base64');
    const { session } = await create([{ path: 'скидка.txt', content, encoding: 'base64' }]);
    const found = await rest.post('/internal/rag/retrieve', { rag_session_id: session, query: 'скидка' });
    expect(found.body.items).toEqual([
      expect.objectContaining({ path: 'скидка.txt', content_hash: sha256(windows1251) }),
    ]);
    expect(found.body.items[0].content).toContain('Скидка для');
  });

  test('normalises NFD paths to NFC', async () => {
    const { session } = await create([{ path: 'cafe\u0301.md', content: '# Menu\n' }]);
    const { body } = await rest.post('/internal/rag/retrieve', { rag_session_id: session, query: 'menu' });
    expect(body.items.map(({ path }: { path: string }) => path)).toEqual(['caf\u00e9.md']);
  });

  test('refuses the whole request for one bad file, and names each', async () => {
    const file = (path: string, more: object = {}) => ({ path, content: 'x', ...more });
    const answer = await rest.post('/api/rag/sessions', {
      project_id: 'refused',
      files: [
        file('../outside.md'),
        file('/etc/passwd'),
        file('fine.md', { content_hash: sha256('y') }),
        file('bytes.bin', { content: 'no base64!', encoding: 'base64' }),
        file('twice.md'),
        file('twice.md'),
        file('Case.md'),
        file('case.md'),
        file('caf\u00e9.md'),
        file('cafe\u0301.md'),
      ],
    });
    expectInvalid(answer, {
      'files[0].path': /"\.\.\/outside\.md".*"\.\."/,
      'files[1].path': /"\/etc\/passwd" is absolute/,
      'files[2].content_hash': new RegExp(`${sha256('y')}.*${sha256('x')}`),
      'files[3].content': /not base64/,
      'files[5].path': /"twice\.md" is given twice/,
      'files[7].path': /"case\.md" differs from "Case\.md" only in case/,
      'files[9].path': /given twice|only in case or Unicode form/,
    });
  });
});

describe('POST /api/rag/sessions/{rag_session_id}/changes', () => {
  test('upserts, renames and deletes', async () => {
    const { session, path } = await create();
    const answer = await rest.post(`${path}/changes`, {
      base_version: 1,
      changed_files: [
        { op: 'upsert', path: 'README.md', content: '# Shop\n\nOrders are paid twice.\n' },
        { op: 'rename', path: 'src/cart.ts', new_path: 'src/basket.ts' },
        { op: 'delete', path: 'logo.png' },
        { op: 'delete', path: 'was/never/there.md' },
      ],
    });
    const job = answer.body.index_job_id;
    const jobPath = `${path}/jobs/${job}`;
    expectAnswer(answer, {
      status: 202,
      body: { rag_session_id: session, index_job_id: anId('job'), status: begun },
      location: jobPath,
    });
    expectAnswer(await ended(jobPath), {
      status: 200,
      body: doneJob({
        rag_session_id: session,
        index_job_id: job,
        total_files: 4,
        processed_files: 4,
        indexed_files: 1,
        reused_files: 1,
        deleted_files: 2,
        chunks: 2,
        embeddings_computed: 1,
        embeddings_reused: 1,
        version: 2,
      }),
    });
  });

  test('that change nothing do not raise the version', async () => {
    const { path } = await create();
    const { body } = await change(path, [{ op: 'upsert', path: 'README.md', content: README }]);
    expect(body).toMatchObject({ status: 'done', version: 1, reused_files: 1, indexed_files: 0, chunks: 0 });
    expect((await rest.get(path)).body).toMatchObject({ version: 1, status: 'ready' });
  });

  test('refuse unknown operations, missing fields and bad paths by their place', async () => {
    const { path } = await create([]);
    const send = (changed_files: readonly object[]) => rest.post(`${path}/changes`, { changed_files });
    expectInvalid(await send([{ op: 'touch', path: 'a' }]), {
      'changed_files[0].op': /^is "touch"; it must be one of "upsert", "delete", "rename"/,
    });
    expectInvalid(await send([{ op: 'rename', path: 'a' }]), {
      'changed_files[0].new_path': /(must be|Give) a string/,
    });
    expectInvalid(await send([{ op: 'upsert', path: 'a', content: 'x', content_hash: 'ABC' }]), {
      'changed_files[0].content_hash': /"ABC" is not 64 lower-case hexadecimal digits.*or leave it out/,
    });
    expectInvalid(
      await send([
        { op: 'delete', path: 'C:/a' },
        { op: 'rename', path: 'b', new_path: 'x/../b' },
      ]),
      {
        'changed_files[0].path': /drive letter/,
        'changed_files[1].new_path': /"\.\."/,
      },
    );
    expectNotFound(
      await rest.post(`/api/rag/sessions/${NO_SUCH.session}/changes`, { changed_files: [] }),
      'RAG session',
      NO_SUCH.session,
    );
  });
});

describe('a job', () => {
  test('is found under its own session only', async () => {
    const [one, other] = [await create(), await create([])];
    const path = `/api/rag/sessions/${other.session}/jobs/${one.job}`;
    expectNotFound(await rest.get(path), 'index job', one.job);
    expectNotFound(await rest.get(`${path}/events`), 'index job', one.job);
  });
});

describe('POST /api/rag/sessions/{rag_session_id}/jobs/{index_job_id}/cancel', () => {
  test('leaves a job that has ended as it is, under its own session only', async () => {
    const [{ session, job }, other] = [await create(), await create()];
    const path = `/api/rag/sessions/${session}/jobs/${job}`;
    const before = await rest.get(path);
    expectAnswer(await rest.request('POST', `${path}/cancel`), {
      status: 202,
      body: { index_job_id: job, status: 'done' },
      location: path,
    });
    expect((await rest.get(path)).body).toEqual(before.body);
    const elsewhere = `/api/rag/sessions/${other.session}/jobs/${job}/cancel`;
    expectNotFound(await rest.request('POST', elsewhere), 'index job', job);
  });
});

describe('DELETE /api/rag/sessions/{rag_session_id}', () => {
  test('leaves nothing to be found', async () => {
    const { session, job, path } = await create();
    const dialog = await rest.post('/api/chat/dialogs', { rag_session_id: session });
    const deleted = await rest.delete(path);
    expect([deleted.status, deleted.body, deleted.headers.get('content-type')]).toEqual([204, '', null]);
    expectNotFound(await rest.delete(path), 'RAG session', session);
    expectNotFound(await rest.get(path), 'RAG session', session);
    expectNotFound(await rest.post(`${path}/changes`, { changed_files: [] }), 'RAG session', session);
    expectNotFound(await rest.get(`${path}/jobs/${job}`), 'index job', job);
    expectNotFound(await rest.get(`${path}/jobs/${job}/events`), 'index job', job);
    const { dialog_session_id } = dialog.body;
    expectNotFound(await rest.get(`/api/chat/dialogs/${dialog_session_id}/messages`), 'dialog', dialog_session_id);
    expectNotFound(
      await rest.post('/internal/rag/retrieve', { rag_session_id: session, query: 'x' }),
      'RAG session',
      session,
    );
  });
});
