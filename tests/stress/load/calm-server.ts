import assert from 'node:assert/strict';
import {
  ApplyChangesDocument,
  CreateRagSessionDocument,
  IndexJobDocument,
} from '../../../src/generated/documents/graphql.js';
import type { DatabasePlace } from '../../kit/database-template.js';
import { GraphQLClient } from '../../kit/graphql-client.js';
import { ServerProcess } from '../../kit/server-process.js';
import { Story, toInputs } from '../../kit/story.js';
import type { AcceptedProject } from './accepted.js';

/** One server that nobody disturbs, on an empty database. */
export class CalmServer {
  readonly place: DatabasePlace;
  readonly #server: ServerProcess;
  readonly #started: Promise<void>;

  /** Starts it. */
  constructor(place: DatabasePlace, environment: Readonly<Record<string, string>>) {
    this.place = place;
    this.#server = new ServerProcess(place, environment);
    this.#started = this.#server.start();
    this.#started.catch(() => undefined);
  }

  /** Sends it the same as was accepted elsewhere; gives when all is indexed and it has ended. */
  async repeat(projects: readonly AcceptedProject[]): Promise<void> {
    await this.#started;
    const client = new GraphQLClient(this.#server.url);
    await Promise.all(projects.map((project) => repeat(client, project)));
    assert.equal(await this.#server.stop(), 0, 'the calm server ends gracefully');
  }

  async dispose(): Promise<void> {
    await this.#server.kill();
  }
}

async function repeat(client: GraphQLClient, { projectId, files, changes }: AcceptedProject): Promise<void> {
  const input = { projectId, files: toInputs(files) };
  const { createRagSession: made } = await client.run(CreateRagSessionDocument, { input });
  if (!('job' in made)) throw new Error(JSON.stringify(made));
  let jobId = made.job.id;
  for (const change of changes) {
    const { applyChanges: result } = await client.run(ApplyChangesDocument, {
      input: { sessionId: made.session.id, changes: change },
    });
    if (!('job' in result)) throw new Error(JSON.stringify(result));
    jobId = result.job.id;
  }
  for await (const _event of new Story(client).jobEvents(jobId));
  const { indexJob } = await client.run(IndexJobDocument, { jobId });
  assert.equal(indexJob?.status, 'DONE', `the last job of ${projectId} in calm`);
}
