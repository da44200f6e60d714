import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GraphQLClient } from '../../tests/kit/graphql-client.js';
import { ServerProcess } from '../../tests/kit/server-process.js';
import { Story } from '../../tests/kit/story.js';

export interface TemporaryServer {
  readonly process: ServerProcess;
  readonly client: GraphQLClient;
  readonly story: Story;
}

/** Runs `work` against a server of its own on an empty embedded database; ends it and removes its data. */
export async function withServer<T>(work: (server: TemporaryServer) => Promise<T>): Promise<T> {
  return withFolder(async (dataDir) => {
    const process = new ServerProcess({ databaseUrl: null, dataDir });
    await process.start();
    try {
      const client = new GraphQLClient(process.url);
      return await work({ process, client, story: new Story(client) });
    } finally {
      await process.stop();
    }
  });
}

/** Runs `work` with a new temporary folder, which is removed afterwards. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'agent-backend-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
