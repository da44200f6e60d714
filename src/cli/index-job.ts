import {
  type CountsFieldsFragment,
  IndexJobEventsDocument,
  type IndexJobEventsSubscription,
} from '../generated/documents/graphql.js';
import { CliError } from './cli-error.js';
import { followEvents } from './follow-events.js';
import type { ServerConnection } from './server-connection.js';

export type IndexCounts = CountsFieldsFragment;
type Finished = Extract<IndexJobEventsSubscription['indexJobEvents'], { __typename: 'IndexFinished' }>;

/** Watches an index job from its beginning, or from the event after `after`, to its end, telling how many of its files are processed and how many it has. */
export async function followIndexJob(
  connection: ServerConnection,
  { id: jobId, after = null }: { id: string; after?: string | null },
  onProgress: (processed: number, total: number) => void,
): Promise<Finished> {
  const events = followEvents(
    connection,
    IndexJobEventsDocument,
    { jobId },
    {
      eventOf: (result: IndexJobEventsSubscription) => result.indexJobEvents,
      last: 'IndexFinished',
      start: after,
    },
  );
  for await (const event of events) {
    switch (event.__typename) {
      case 'IndexProgressed':
        onProgress(event.processedFiles, event.totalFiles);
        break;
      case 'IndexStatusChanged':
        onProgress(event.counts.processedFiles, event.counts.totalFiles);
        break;
      case 'IndexFinished':
        onProgress(event.counts.processedFiles, event.counts.totalFiles);
        return event;
    }
  }
  throw new CliError(`The events of the index job ${jobId} ended without an end.`);
}
