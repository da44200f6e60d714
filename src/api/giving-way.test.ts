import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GraphQLClient } from '../../tests/kit/graphql-client.js';
import { manyModules, SHOP } from '../../tests/kit/projects.js';
import { Story } from '../../tests/kit/story.js';
import type { AgentRunner } from '../contracts/agent-runner.js';
import type { Embedder } from '../contracts/embedder.js';
import { IndexJobDocument } from '../generated/documents/graphql.js';
import { OfflineEmbedder } from '../rag/embedding/offline-embedder.js';
import { openTestApi, type TestApi } from './test-api.js';

const NOBODY: AgentRunner = {
  run: () => Promise.reject(new Error('No message is sent.')),
  forget: async () => undefined,
  rememberedDialogs: async () => [],
};

let api: TestApi;
let story: Story;

/** Two slots for all lanes, and an embedder that keeps a large project at work for longer than anyone waits for a slot. */
beforeAll(async () => {
  const offline = new OfflineEmbedder();
  const embedder: Embedder = {
    space: offline.space,
    textsARequest: 100,
    embedDocuments: async (texts, signal) => {
      await sleep(250);
      return offline.embedDocuments(texts, signal);
    },
    embedQuery: (text, signal) => offline.embedQuery(text, signal),
  };
  api = await openTestApi({ agent: () => NOBODY, embedder, sliceMs: 0 });
  story = new Story(new GraphQLClient(api.url));
});
afterAll(() => api.dispose());

test('large projects that have all slots give way to a small one of the same owner, and are indexed like any other', async () => {
  const files = manyModules(250);
  const others = Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path, text.replaceAll('figure', 'shape')]),
  );
  const large = await Promise.all([story.upload(files), story.upload(others)]);
  const { jobId } = await story.upload(SHOP);
  const small = await story.finishJob(jobId);
  expect(small).toMatchObject({ status: 'DONE', counts: { indexedFiles: 5 } });
  for (const { jobId: id } of large) {
    const { indexJob } = await story.client.run(IndexJobDocument, { jobId: id });
    expect(indexJob?.status).toBe('RUNNING');
  }
  let embedded = small.counts.embeddingsComputed;
  for (const { jobId: id, sessionId } of large) {
    const told: string[] = [];
    for await (const event of story.jobEvents(id)) told.push('status' in event ? event.status : event.__typename);
    expect(told.filter((each) => each !== 'IndexProgressed')).toEqual(['QUEUED', 'RUNNING', 'DONE']);
    const { status, version, counts } = await story.finishJob(id);
    expect({ status, version, files: counts.indexedFiles }).toEqual({ status: 'DONE', version: 1, files: 250 });
    expect(await story.session(sessionId)).toMatchObject({ coverage: { files: 250, indexedFiles: 250 } });
    embedded += counts.embeddingsComputed;
  }
  const { rows } = await api.pool.query('select count(*)::int as count from embedding_cache');
  expect(embedded).toBe(rows[0].count);
});
