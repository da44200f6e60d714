import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CreateRagSessionDocument } from '../src/generated/documents/graphql.js';
import { GraphQLClient } from './kit/graphql-client.js';
import { readDatabase } from './kit/index-dump.js';
import { RestClient } from './kit/rest-client.js';
import { sha256 } from './kit/rest-shapes.js';
import { disposeServer, startServer } from './kit/server.js';
import type { ServerProcess } from './kit/server-process.js';
import { Story } from './kit/story.js';
import { ODD_FILES, type OddFile } from './odd-input/odd-files.js';

const FILE = `query ($id: ID!, $path: String!) {
  ragSession(id: $id) { file(path: $path) { path contentHash bytes status problem { reason } } }
}`;
const CROWD = 5_000;

let server: ServerProcess;
let story: Story;
let rest: RestClient;
let sessionId: string;

beforeAll(async () => {
  server = await startServer();
  story = new Story(new GraphQLClient(server.url));
  rest = new RestClient(server.url);
  const files = ODD_FILES.map((file) => ({ ...sent(file), contentHash: sha256(file.bytes) }));
  const { createRagSession } = await story.client.run(CreateRagSessionDocument, { input: { projectId: 'odd', files } });
  if (!('job' in createRagSession)) throw new Error(JSON.stringify(createRagSession));
  sessionId = createRagSession.session.id;
  const job = await story.finishJob(createRagSession.job.id);
  expect(job.problems.nodes).toEqual([]);
  expect(job.counts).toMatchObject({ totalFiles: ODD_FILES.length, indexedFiles: ODD_FILES.length });
});

afterAll(() => disposeServer(server));

describe.each(ODD_FILES)('a file with $what', (file) => {
  test('is known by its path and the hash of its bytes', async () => {
    expect(await fileAt(file.path.normalize('NFC'))).toEqual({
      path: file.path.normalize('NFC'),
      contentHash: sha256(file.bytes),
      bytes: file.bytes.length,
      status: 'INDEXED',
      problem: null,
    });
  });

  test('is found, with exactly its lines', async () => {
    const { hits } = await story.search(sessionId, file.query);
    const [best] = hits;
    expect(best?.source).toMatchObject({ path: file.path.normalize('NFC'), contentHash: sha256(file.bytes) });
    const { startLine = 0, endLine = 0 } = best?.source ?? {};
    const lines = searchable(linesOf(file.text, startLine, endLine));
    expect(best?.content).toContain(file.word);
    // Of a line longer than a chunk, a part.
    if (lines.length < 10_000) expect(best?.content).toBe(lines);
    else expect(lines).toContain(best?.content);
  });

  test('is cited word by word', async () => {
    const task = await story.ask(await story.dialog(sessionId), file.query, { mode: 'PROJECT_QA' });
    expect(task).toMatchObject({ status: 'DONE', failure: null });
    const { body } = await rest.get(`/api/tasks/${task.id}`);
    const citations = body.citations.filter(({ path }: { path: string }) => path === file.path.normalize('NFC'));
    expect(citations).not.toEqual([]);
    for (const { start_line, end_line, content_hash, quote, verdict } of citations) {
      const lines = linesOf(file.text, start_line, end_line);
      expect({ content_hash, verdict }).toEqual({ content_hash: sha256(file.bytes), verdict: 'VERIFIED' });
      expect(quote.length).toBeLessThan(100_000);
      if (lines.length < 100_000) expect(quote).toBe(searchable(lines));
      else expect(lines).toContain(quote);
    }
    expect(citations.map(({ quote }: { quote: string }) => quote).join('\n')).toContain(file.word);
  });
});

test('a file with a stray NUL can be attached', async () => {
  const attachments = [{ file: { path: 'vineyard.md', startLine: 1, endLine: 3 } }];
  const task = await story.ask(await story.dialog(sessionId), 'When does the vintner rack the wine?', {
    mode: 'PROJECT_QA',
    attachments,
  });
  expect(task).toMatchObject({ status: 'DONE', failure: null });
  expect(task.reply?.citations).toContainEqual(
    expect.objectContaining({ quote: expect.stringContaining('vintner\ufffd racks'), verdict: 'VERIFIED' }),
  );
});

test('an empty file is a file with nothing to find', async () => {
  const job = await story.finishJob(
    await story.change(sessionId, [{ upsert: { path: 'empty/__init__.py', content: '' } }]),
  );
  expect(job).toMatchObject({ status: 'DONE', counts: { indexedFiles: 1, chunks: 0 } });
  expect(await fileAt('empty/__init__.py')).toMatchObject({ bytes: 0, contentHash: sha256(''), status: 'INDEXED' });
});

test('a path is the same file in either Unicode form', async () => {
  const [composed, decomposed] = ['unit/\u00e5ngstr\u00f6m.md', 'unit/a\u030angstro\u0308m.md'];
  const first = { path: decomposed, content: '# Unit\n\nTen of them are a nanometre.\n' };
  await story.finishJob(await story.change(sessionId, [{ upsert: first }]));
  const second = { path: composed, content: '# Unit\n\nIt is named after a spectroscopist.\n' };
  await story.finishJob(await story.change(sessionId, [{ upsert: second }]));
  expect(await fileAt(composed)).toMatchObject({ path: composed, contentHash: sha256(second.content) });
  const job = await story.finishJob(await story.change(sessionId, [{ delete: decomposed }]));
  expect(job.counts).toMatchObject({ deletedFiles: 1 });
  expect(await fileAt(composed)).toBeNull();
});

test('5,000 files live in one folder, and each is found', { timeout: 240_000 }, async () => {
  const files = Array.from({ length: CROWD }, (_, index) => [
    `crowd/n${index}.md`,
    `# Note ${index}\n\nticket${index}x\n`,
  ]);
  const { sessionId: crowded, jobId } = await story.upload(Object.fromEntries(files));
  const job = await story.finishJob(jobId);
  expect(job).toMatchObject({ status: 'DONE', counts: { totalFiles: CROWD, indexedFiles: CROWD, chunks: CROWD } });
  expect((await story.session(crowded)).coverage).toMatchObject({ files: CROWD, indexedFiles: CROWD });
  for (const index of [0, 2_500, CROWD - 1]) {
    const { hits } = await story.search(crowded, `ticket${index}x`);
    expect(hits[0]?.source.path).toBe(`crowd/n${index}.md`);
  }
});

test('the bytes that were stored are the bytes that were sent', async () => {
  await server.stop();
  const rows = await readDatabase<{ path: string; content: Buffer }>(
    server.place,
    `select f.path, c.content from rag_files f
     join rag_sessions s on s.key = f.session_key
     join file_contents c on c.session_key = f.session_key and c.content_hash = f.content_hash
     where s.id = '${sessionId}' and f.to_version is null`,
  );
  const stored = new Map(rows.map(({ path, content }) => [path, content.toString('hex')]));
  for (const { path, bytes } of ODD_FILES) {
    expect(stored.get(path.normalize('NFC')) === bytes.toString('hex'), path).toBe(true);
  }
});

function sent({ path, bytes, base64 }: OddFile) {
  return base64
    ? { path, content: bytes.toString('base64'), encoding: 'BASE64' as const }
    : { path, content: bytes.toString('utf8') };
}

async function fileAt(path: string) {
  const query = { query: FILE, variables: { id: sessionId, path } };
  const { body } = await rest.post('/graphql', query, { accept: 'application/json' });
  expect(body.errors).toBeUndefined();
  return body.data.ragSession.file;
}

/** Lines of the text as it was sent, the terminators between them included. */
function linesOf(text: string, startLine: number, endLine: number): string {
  const pieces = text.split(/(\r\n|\n|\r)/);
  return pieces.slice((startLine - 1) * 2, endLine * 2 - 1).join('');
}

/** The database refuses NUL; elsewhere than in the file itself a replacement character stands for it. */
function searchable(text: string): string {
  return text.replaceAll('\0', '\ufffd');
}
