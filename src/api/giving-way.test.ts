import { afterAll, beforeAll, expect, test } from 'vitest';
import { GraphQLClient } from '../../tests/kit/graphql-client.js';
import { manyModules, SHOP } from '../../tests/kit/projects.js';
import { Story } from '../../tests/kit/story.js';
import type { AgentRunner } from '../contracts/agent-runner.js';
import { IndexJobDocument } from '../generated/documents/graphql.js';
import { openTestApi, type TestApi } from './test-api.js';

const NOBODY: AgentRunner = {
  run: () => Promise.reject(new Error('No message is sent.')),
  forget: async () => undefined,
  rememberedDialogs: async () => [],
};

let api: TestApi;
let story: Story;

/** Two slots for all lanes. */
beforeAll(async () => {
  api = await openTestApi({ agent: () => NOBODY, sliceMs: 0 });
  story = new Story(new GraphQLClient(api.url));
});
afterAll(() => api.dispose());

test('large projects that have all slots give way to a small one of the same owner, and are indexed like any other', async () => {
  const files = manyModules(400);
  const large = await Promise.all([story.upload(files), story.upload(files)]);
  const { jobId } = await story.upload(SHOP);
  expect(await story.finishJob(jobId)).toMatchObject({ status: 'DONE', counts: { indexedFiles: 5 } });
  for (const { jobId: id } of large) {
    const { indexJob } = await story.client.run(IndexJobDocument, { jobId: id });
    expect(indexJob?.status).toBe('RUNNING');
  }
  for (const { jobId: id, sessionId } of large) {
    const told: string[] = [];
    for await (const event of story.jobEvents(id)) told.push('status' in event ? event.status : event.__typename);
    expect(told.filter((each) => each !== 'IndexProgressed')).toEqual(['QUEUED', 'RUNNING', 'DONE']);
    expect(await story.finishJob(id)).toMatchObject({ status: 'DONE', version: 1, counts: { indexedFiles: 400 } });
    expect(await story.session(sessionId)).toMatchObject({ coverage: { files: 400, indexedFiles: 400 } });
  }
});
