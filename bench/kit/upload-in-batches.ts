import { type Files, type Story, toInputs } from '../../tests/kit/story.js';

/** As much as the command line sends in one request. */
const BYTES_A_BATCH = 8 * 1024 * 1024;

export interface IndexedSession {
  readonly sessionId: string;
  readonly chunks: number;
}

/** Sends the files in requests of up to 8 MiB, one after the other, and waits until all are indexed. */
export async function uploadInBatches(story: Story, files: Files): Promise<IndexedSession> {
  const [first = {}, ...rest] = batches(files);
  const { sessionId, jobId } = await story.upload(first);
  const jobIds = [jobId];
  for (const batch of rest) {
    jobIds.push(
      await story.change(
        sessionId,
        toInputs(batch).map((upsert) => ({ upsert })),
      ),
    );
  }
  let chunks = 0;
  for (const id of jobIds) {
    const { status, counts } = await story.finishJob(id);
    if (status !== 'DONE') throw new Error(`The job ended ${status}.`);
    chunks += counts.chunks;
  }
  return { sessionId, chunks };
}

function batches(files: Files): Files[] {
  const all: Record<string, string>[] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const [path, content] of Object.entries(files)) {
    bytes += Buffer.byteLength(content);
    if (bytes > BYTES_A_BATCH) {
      all.push({});
      bytes = Buffer.byteLength(content);
    }
    const last = all.at(-1);
    if (last !== undefined) last[path] = content;
  }
  return all;
}
