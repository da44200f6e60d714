import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RestClient } from '../kit/rest-client.js';
import {
  anId,
  begun,
  counts,
  doneJob,
  expectAnswer,
  expectInvalid,
  expectNotFound,
  expectProblem,
  NO_SUCH,
  sha256,
} from '../kit/rest-shapes.js';
import { disposeServer, startServer } from '../kit/server.js';
import type { ServerProcess } from '../kit/server-process.js';

const README = '# Shop\n\nOrders are paid once.\n';
const CART = 'export function cartTotal(prices: number[]): number {\n  return prices.length;\n}\n';
const FILES = [
  { path: 'README.md', content: README },
  { path: 'src/cart.ts', content: CART },
];

let server: ServerProcess;
let rest: RestClient;

beforeAll(async () => {
  server = await startServer();
  rest = new RestClient(server.url);
});

afterAll(() => disposeServer(server));

async function ended(job: string) {
  for await (const _event of rest.events(`/api/index/jobs/${job}/events`));
}

async function snapshot(base: string, project_id: string, files: readonly object[]) {
  const answer = await rest.post(`${base}/snapshot`, { project_id, files });
  await ended(answer.body.index_job_id);
  return answer;
}

describe.each(['/api/index', '/internal/rag/index'])('%s', (base) => {
  test('makes a project’s own session when it is first seen, and keeps it', async () => {
    const project = `own${base}`;
    const first = await snapshot(base, project, FILES);
    const { rag_session_id, index_job_id } = first.body;
    expectAnswer(first, {
      status: 202,
      body: { index_job_id: anId('job'), status: begun, rag_session_id: anId('ses') },
      location: `${base}/jobs/${index_job_id}`,
    });
    expectAnswer(await rest.get(`${base}/jobs/${index_job_id}`), {
      status: 200,
      body: doneJob({
        rag_session_id,
        index_job_id,
        total_files: 2,
        processed_files: 2,
        indexed_files: 2,
        chunks: 2,
        embeddings_computed: expect.any(Number),
        embeddings_reused: expect.any(Number),
        version: 1,
      }),
    });
    // A session of its own, not one that was made for the same name.
    const other = await rest.post('/api/rag/sessions', { project_id: project, files: [] });
    expect(other.body.rag_session_id).not.toBe(rag_session_id);
    expect((await snapshot(base, project, FILES)).body.rag_session_id).toBe(rag_session_id);
  });

  test('takes a snapshot as the whole project: what is not in it is deleted', async () => {
    const project = `whole${base}`;
    await snapshot(base, project, FILES);
    const { body } = await snapshot(base, project, FILES.slice(0, 1));
    const { rag_session_id, index_job_id } = body;
    expectAnswer(await rest.get(`${base}/jobs/${index_job_id}`), {
      status: 200,
      body: doneJob({
        rag_session_id,
        index_job_id,
        total_files: 2,
        processed_files: 2,
        reused_files: 1,
        deleted_files: 1,
        version: 2,
      }),
    });
    const empty = await snapshot(base, project, []);
    expect((await rest.get(`${base}/jobs/${empty.body.index_job_id}`)).body).toMatchObject({
      total_files: 1,
      deleted_files: 1,
      version: 3,
    });
  });

  test('changes a known project, and knows no other', async () => {
    const project = `changed${base}`;
    const { body } = await snapshot(base, project, FILES);
    const changed_files = [{ op: 'delete', path: 'README.md' }];
    const answer = await rest.post(`${base}/changes`, { project_id: project, changed_files });
    expectAnswer(answer, {
      status: 202,
      body: { index_job_id: anId('job'), status: begun, rag_session_id: body.rag_session_id },
      location: `${base}/jobs/${answer.body.index_job_id}`,
    });
    await ended(answer.body.index_job_id);
    expect((await rest.get(`${base}/jobs/${answer.body.index_job_id}`)).body).toMatchObject({
      status: 'done',
      deleted_files: 1,
      version: 2,
    });
    const unknown = `unknown${base}`;
    expectNotFound(await rest.post(`${base}/changes`, { project_id: unknown, changed_files }), 'project', unknown);
    expectNotFound(await rest.get(`${base}/jobs/${NO_SUCH.job}`), 'index job', NO_SUCH.job);
  });

  test('names what is wrong with a request by its field', async () => {
    const send = (kind: string, body: object) => rest.post(`${base}/${kind}`, body);
    expectInvalid(await send('snapshot', { project_id: ' ', files: [] }), { project_id: /1 to 200/ });
    expectInvalid(await send('snapshot', { files: [{ path: 'a' }] }), {
      project_id: /(must be|Give) a string/,
      'files[0].content': /(must be|Give) a string/,
    });
    expectInvalid(await send('changes', { project_id: 'a', changed_files: [{ op: 'touch', path: 'a' }] }), {
      'changed_files[0].op': /upsert.*delete.*rename/,
    });
  });
});

test('both index the same project into one session', async () => {
  const one = await snapshot('/api/index', 'shared', FILES);
  const other = await snapshot('/internal/rag/index', 'shared', FILES);
  expect(other.body.rag_session_id).toBe(one.body.rag_session_id);
});

test('GET /api/index/jobs/{index_job_id}/events tells of the job; the internal API has no stream', async () => {
  const { body } = await rest.post('/api/index/snapshot', { project_id: 'streamed', files: FILES });
  const { index_job_id } = body;
  const events: unknown[] = [];
  for await (const { id, event, data } of rest.events(`/api/index/jobs/${index_job_id}/events`)) {
    events.push({ id, event, data: JSON.parse(data) });
  }
  const done = counts({ total_files: 2, processed_files: 2, indexed_files: 2, chunks: 2 });
  const embeddings = { embeddings_computed: expect.any(Number), embeddings_reused: expect.any(Number) };
  expect(events).toEqual([
    { id: '1', event: 'index_status', data: { index_job_id, status: 'queued', ...counts({ total_files: 2 }) } },
    { id: '2', event: 'index_status', data: { index_job_id, status: 'running', ...counts({ total_files: 2 }) } },
    {
      id: '3',
      event: 'index_progress',
      data: {
        index_job_id,
        current_file_index: 2,
        total_files: 2,
        processed_files: 2,
        current_file_path: 'src/cart.ts',
        current_file_name: 'cart.ts',
      },
    },
    { id: '4', event: 'terminal', data: { index_job_id, status: 'done', ...done, ...embeddings, error: null } },
  ]);
  const internal = `/internal/rag/index/jobs/${index_job_id}/events`;
  expectProblem(await rest.get(internal), { status: 404, code: 'NOT_FOUND', detail: /^There is no endpoint/ });
});

describe('POST /internal/rag/retrieve', () => {
  let session: string;
  const retrieve = (more: object) => rest.post('/internal/rag/retrieve', { rag_session_id: session, ...more });
  const cart = {
    path: 'src/cart.ts',
    start_line: 1,
    end_line: 3,
    content_hash: sha256(CART),
    score: expect.any(Number),
    scores: { lexical: expect.any(Number), vector: expect.any(Number) },
  };

  beforeAll(async () => {
    session = (await snapshot('/api/index', 'retrieved', FILES)).body.rag_session_id;
  });

  test('gives passages, best first', async () => {
    expectAnswer(await retrieve({ query: 'cartTotal of prices', limit: 1 }), {
      status: 200,
      body: {
        version: 1,
        items: [{ ...cart, symbol: 'cartTotal', language: 'typescript', content: CART.trimEnd() }],
      },
    });
  });

  test('explains every candidate: its scores, its rank, and why it was dropped', async () => {
    const { body } = await retrieve({ query: 'cart total of orders', limit: 1, explain: true });
    expect(body).toEqual({
      version: 1,
      items: [expect.objectContaining({ path: 'src/cart.ts' })],
      explain: [
        { ...cart, rank: 1, dropped_because: null },
        {
          path: 'README.md',
          start_line: 1,
          end_line: 3,
          content_hash: sha256(README),
          score: expect.any(Number),
          scores: { lexical: expect.any(Number), vector: expect.any(Number) },
          rank: 2,
          dropped_because: 'BEYOND_TOP_K',
        },
      ],
    });
    const [first, second] = body.explain;
    expect(first.score).toBeGreaterThan(second.score);
  });

  test('keeps to a path prefix, and to the limit of 8 where none is given', async () => {
    const { body } = await retrieve({ query: 'cart total of orders', path_prefix: 'READ' });
    expect(body.items.map(({ path }: { path: string }) => path)).toEqual(['README.md']);
    const many = Array.from({ length: 12 }, (_, index) => ({
      path: `docs/order-${index}.md`,
      content: `# Order ${index}\n\nThe order number ${index} is delivered on day ${index * 7}.\n`,
    }));
    const crowded = (await snapshot('/api/index', 'crowded', many)).body.rag_session_id;
    expect((await retrieve({ rag_session_id: crowded, query: 'order delivered' })).body.items).toHaveLength(8);
  });

  test('refuses a query that is empty, a limit out of range and an unknown session', async () => {
    expectInvalid(await retrieve({ query: ' ' }), { query: /empty/ });
    expectInvalid(await retrieve({ query: 'x', limit: 0 }), {
      limit: /is 0; it must be from 1 to 100\. Ask for at least one/,
    });
    expectInvalid(await retrieve({ query: 'x', limit: 101 }), {
      limit: /is 101; it must be from 1 to 100\. Ask for fewer/,
    });
    expectInvalid(await retrieve({ query: 'x', limit: '8', explain: 'yes' }), {
      limit: /must be an? (number|int)/,
      explain: /must be a boolean/,
    });
    expectNotFound(await retrieve({ query: 'x', rag_session_id: NO_SUCH.session }), 'RAG session', NO_SUCH.session);
  });
});
