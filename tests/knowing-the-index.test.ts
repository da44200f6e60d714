import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CompareManifestDocument, RetrieveDocument } from '../src/generated/documents/graphql.js';
import { GraphQLClient } from './kit/graphql-client.js';
import { SHOP } from './kit/projects.js';
import { sha256 } from './kit/rest-shapes.js';
import { disposeServer, startServer } from './kit/server.js';
import type { ServerProcess } from './kit/server-process.js';
import { type Files, Story } from './kit/story.js';

let server: ServerProcess;
let story: Story;

beforeAll(async () => {
  server = await startServer();
  story = new Story(new GraphQLClient(server.url));
});

afterAll(() => disposeServer(server));

/** A document that no endpoint and no command needs. */
function document<Data, Variables extends object>(text: string): TypedDocumentNode<Data, Variables> {
  return parse(text) as TypedDocumentNode<Data, Variables>;
}

interface Source {
  readonly path: string;
  readonly version: number | null;
  readonly freshness: string;
}

const Citations = document<{ task: { reply: { citations: { verdict: string; source: Source }[] } } }, { id: string }>(`
  query ($id: ID!) {
    task(id: $id) { reply { citations { verdict source { ... on FileSource { path version freshness } } } } }
  }`);

const Sources = document<{ taskEvents: { sources?: Source[] } }, { id: string }>(`
  subscription ($id: ID!) {
    taskEvents(taskId: $id) { ... on SourcesRetrieved { sources { path version freshness } } }
  }`);

const Hits = document<{ ragSession: { search: { hits: { source: Source }[] } } }, { id: string; query: string }>(`
  query ($id: ID!, $query: String!) {
    ragSession(id: $id) { search(input: { query: $query }) { hits { source { path version freshness } } } }
  }`);

interface ProblemPage {
  readonly totalCount: number;
  readonly edges: readonly { readonly cursor: string; readonly node: object }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const Problems = document<
  { ragSession: { coverage: { skippedFiles: number; problems: ProblemPage } } },
  { id: string; first?: number; after?: string | null; reason?: string }
>(`
  query ($id: ID!, $first: Int, $after: String, $reason: ProblemReason) {
    ragSession(id: $id) {
      coverage {
        skippedFiles
        problems(first: $first, after: $after, reason: $reason) {
          totalCount
          edges { cursor node { path kind reason detail } }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  }`);

describe('what was read says how it stands to the file as it is now', () => {
  const RETRY = 'src/payment/retry.ts';

  /** The freshness of a path in an answer's citations, and in the sources that its stream told of. */
  async function freshness(taskId: string, path: string) {
    const { task } = await story.client.run(Citations, { id: taskId });
    const cited = task.reply.citations.map(({ source }) => source);
    let retrieved: readonly Source[] = [];
    for await (const { taskEvents } of story.client.watch(Sources, { id: taskId })) {
      retrieved = taskEvents.sources ?? retrieved;
    }
    const of = (sources: readonly Source[]) => sources.find((source) => source.path === path)?.freshness;
    return { cited: of(cited), retrieved: of(retrieved) };
  }

  test('current, changed since, current again, deleted', async () => {
    const sessionId = await story.index(SHOP);
    const task = await story.ask(await story.dialog(sessionId), 'Where is a failed payment tried again?');
    const isNow = (value: string) => ({ cited: value, retrieved: value });
    expect(await freshness(task.id, RETRY)).toEqual(isNow('CURRENT'));

    const content = SHOP[RETRY] ?? '';
    const edited = content.replace('attempt === 3', 'attempt === 5');
    await story.finishJob(await story.change(sessionId, [{ upsert: { path: RETRY, content: edited } }]));
    expect(await freshness(task.id, RETRY)).toEqual(isNow('CHANGED_SINCE'));

    await story.finishJob(await story.change(sessionId, [{ upsert: { path: RETRY, content } }]));
    expect(await freshness(task.id, RETRY)).toEqual(isNow('CURRENT'));

    await story.finishJob(await story.change(sessionId, [{ delete: RETRY }]));
    expect(await freshness(task.id, RETRY)).toEqual(isNow('DELETED'));
    const { task: now } = await story.client.run(Citations, { id: task.id });
    // What was quoted once stays checked: contents are kept by their hash.
    expect(now.reply.citations[0]).toMatchObject({ verdict: 'VERIFIED', source: { version: 1 } });
  });

  test('under its new path after a rename, and deleted under its old one', async () => {
    const sessionId = await story.index(SHOP);
    const task = await story.ask(await story.dialog(sessionId), 'Where is a failed payment tried again?');
    await story.finishJob(await story.change(sessionId, [{ rename: { from: RETRY, to: 'src/again.ts' } }]));
    expect(await freshness(task.id, RETRY)).toEqual({ cited: 'DELETED', retrieved: 'DELETED' });
    const { ragSession } = await story.client.run(Hits, { id: sessionId, query: 'failed payment tried again' });
    const current = { path: 'src/again.ts', version: 2, freshness: 'CURRENT' };
    expect(ragSession.search.hits.map(({ source }) => source)).toContainEqual(current);
  });
});

describe('explain', () => {
  /** Five functions of one file, a copy of another file, and pages of which only one is near. */
  const CROWDED: Files = {
    'src/orders.ts': Array.from(
      { length: 5 },
      (_, index) =>
        `/** Ships order part ${index} to the customer. */\nexport function shipOrder${index}(order: string[]): string {\n${`  order.push('shipped ${index}');\n`.repeat(25)}  return order.join();\n}\n`,
    ).join('\n'),
    'docs/ship.md': '# Ship an order\n\nTo ship an order, weigh it first.\n',
    'docs/copy-of-ship.md': '# Ship an order\n\nTo ship an order, weigh it first.\n',
    'docs/returns.md': '# Returns\n\nAn order may be sent back.\n',
    'docs/zoo.md': '# Zebras\n\nZebras graze.\n',
  };

  test('gives each candidate its scores and rank, and says why it is no hit', async () => {
    const sessionId = await story.index(CROWDED);
    const input = { query: 'ship an order', topK: 4, explain: true };
    const { ragSession } = await story.client.run(RetrieveDocument, { sessionId, input });
    const { hits = [], candidates } = ragSession?.search ?? {};
    const all = candidates ?? [];
    const place = ({ source: { path, startLine } }: { source: { path: string; startLine: number } }) =>
      `${path}:${startLine}`;

    expect(all.map(({ rank }) => rank)).toEqual(all.map((_, index) => index + 1));
    expect(all.map(({ score }) => score)).toEqual(all.map(({ score }) => score).sort((one, other) => other - one));
    for (const { scores } of all) expect(scores.lexical ?? scores.vector).toEqual(expect.any(Number));
    expect(all.filter(({ droppedBecause }) => droppedBecause === null).map(place)).toEqual(hits.map(place));
    expect(hits).toHaveLength(4);

    const reasons = new Map(all.map((candidate) => [candidate.source.path, new Set<string | null>()]));
    for (const { source, droppedBecause } of all) reasons.get(source.path)?.add(droppedBecause);
    const copies = [...(reasons.get('docs/ship.md') ?? []), ...(reasons.get('docs/copy-of-ship.md') ?? [])];
    expect(copies).toContain('DUPLICATE');
    expect([...(reasons.get('src/orders.ts') ?? [])]).toContain('PER_FILE_CAP');
    expect([...(reasons.get('docs/zoo.md') ?? [])]).toEqual(['BELOW_THRESHOLD']);

    const one = await story.client.run(RetrieveDocument, { sessionId, input: { ...input, topK: 1 } });
    const dropped = one.ragSession?.search.candidates?.slice(1).map(({ droppedBecause }) => droppedBecause);
    expect(dropped).toContain('BEYOND_TOP_K');
    expect(dropped).not.toContain(null);
  });

  test('shows which half of the search found what', async () => {
    const sessionId = await story.index(CROWDED);
    const scoresIn = async (mode: 'LEXICAL' | 'VECTOR') => {
      const input = { query: 'ship an order', mode, explain: true };
      const { ragSession } = await story.client.run(RetrieveDocument, { sessionId, input });
      return ragSession?.search.candidates?.map(({ scores }) => scores) ?? [];
    };
    for (const scores of await scoresIn('LEXICAL'))
      expect(scores).toEqual({ lexical: expect.any(Number), vector: null });
    for (const scores of await scoresIn('VECTOR'))
      expect(scores).toEqual({ lexical: null, vector: expect.any(Number) });
  });

  test('is null where nobody asked', async () => {
    const sessionId = await story.index(SHOP);
    expect((await story.search(sessionId, 'price')).candidates).toBeNull();
  });
});

describe('coverage', () => {
  const LEFT_OUT: Files = {
    '.env': 'DATABASE_PASSWORD=hunter2hunter2\n',
    'b/package-lock.json': '{}',
    'c.png': '\u0089PNG\r\n\u001a\n\0\0\0\0',
    'd.png': '\u0089PNG\r\n\u001a\n\0\0\0\0',
    'node_modules/x/index.js': 'module.exports = 1;\n',
  };

  test('lists what a session leaves out, by path, a page at a time', async () => {
    const id = await story.index({ ...SHOP, ...LEFT_OUT });
    const pages: ProblemPage[] = [];
    do {
      const after = pages.at(-1)?.pageInfo.endCursor;
      const { ragSession } = await story.client.run(Problems, { id, first: 2, after });
      expect(ragSession.coverage.skippedFiles).toBe(5);
      pages.push(ragSession.coverage.problems);
    } while (pages.at(-1)?.pageInfo.hasNextPage);
    expect(pages.map(({ totalCount, edges }) => [totalCount, edges.length])).toEqual([
      [5, 2],
      [5, 2],
      [5, 1],
    ]);
    const listed = pages.flatMap(({ edges }) => edges.map(({ node }) => node));
    const skipped = (path: string, reason: string) => ({ path, kind: 'SKIPPED', reason, detail: expect.any(String) });
    expect(listed).toEqual([
      skipped('.env', 'SECRET_SUSPECTED'),
      skipped('b/package-lock.json', 'GENERATED'),
      skipped('c.png', 'BINARY'),
      skipped('d.png', 'BINARY'),
      skipped('node_modules/x/index.js', 'IGNORED'),
    ]);
  });

  test('lists one reason, at the version that stands', async () => {
    const id = await story.index({ ...SHOP, ...LEFT_OUT });
    const binaries = async () => {
      const { ragSession } = await story.client.run(Problems, { id, reason: 'BINARY' });
      const { totalCount, edges } = ragSession.coverage.problems;
      return { totalCount, paths: edges.map(({ node }) => (node as { path: string }).path) };
    };
    expect(await binaries()).toEqual({ totalCount: 2, paths: ['c.png', 'd.png'] });
    const changes = [{ delete: 'c.png' }, { upsert: { path: 'd.png', content: 'No picture any more.\n' } }];
    await story.finishJob(await story.change(id, changes));
    expect(await binaries()).toEqual({ totalCount: 0, paths: [] });
  });
});

describe('compareManifest', () => {
  const manifestOf = (files: Files) =>
    Object.entries(files).map(([path, content]) => ({ path, contentHash: sha256(content) }));

  async function compare(sessionId: string, manifest: readonly { path: string; contentHash: string }[]) {
    const { ragSession } = await story.client.run(CompareManifestDocument, { sessionId, manifest: [...manifest] });
    return ragSession?.compareManifest;
  }

  test('names what to upsert and delete, writes nothing, and is settled once that was sent', async () => {
    const left = { 'logo.png': '\u0089PNG\r\n\u001a\n\0\0\0\0' };
    const sessionId = await story.index({ ...SHOP, ...left });
    // A file that is not searched is known, too: it need not be sent again.
    expect(await compare(sessionId, manifestOf({ ...SHOP, ...left }))).toEqual({
      version: 1,
      upsert: [],
      delete: [],
      unchanged: 6,
    });
    const { 'src/cart.ts': _gone, ...kept } = SHOP;
    const wanted = { ...kept, 'README.md': '# Another\n', 'cafe\u0301.md': '# Menu\n' };
    const difference = await compare(sessionId, manifestOf(wanted));
    expect({ ...difference, delete: difference?.delete.toSorted() }).toEqual({
      version: 1,
      upsert: ['README.md', 'cafe\u0301.md'],
      delete: ['logo.png', 'src/cart.ts'],
      unchanged: 3,
    });
    expect(await story.session(sessionId)).toMatchObject({ version: 1, coverage: { files: 6 } });

    const upserts = ['README.md', 'cafe\u0301.md'] as const;
    await story.finishJob(
      await story.change(sessionId, [
        ...upserts.map((path) => ({ upsert: { path, content: wanted[path] } })),
        ...(difference?.delete ?? []).map((path) => ({ delete: path })),
      ]),
    );
    expect(await compare(sessionId, manifestOf(wanted))).toEqual({ version: 2, upsert: [], delete: [], unchanged: 5 });
  });

  test('of an empty session wants everything, and of an empty manifest nothing', async () => {
    const empty = await story.index({});
    const paths = Object.keys(SHOP);
    expect(await compare(empty, manifestOf(SHOP))).toEqual({ version: 0, upsert: paths, delete: [], unchanged: 0 });
    const full = await story.index(SHOP);
    const { delete: deleted, ...rest } = (await compare(full, [])) ?? { delete: [] };
    expect([deleted.toSorted(), rest]).toEqual([paths.toSorted(), { version: 1, upsert: [], unchanged: 0 }]);
  });
});
