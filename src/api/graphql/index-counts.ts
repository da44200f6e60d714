import type { IndexCounts } from '../../contracts/events.js';
import { builder } from './builder.js';

export const IndexCountsType = builder.objectRef<IndexCounts>('IndexCounts').implement({
  description: 'What became of the files of a job. Counts never go back.',
  fields: (t) => ({
    totalFiles: t.exposeInt('totalFiles', {
      description: 'The entries given; for a snapshot also the files that it removes.',
    }),
    processedFiles: t.exposeInt('processedFiles', { description: 'The sum of the five outcomes.' }),
    indexedFiles: t.exposeInt('indexedFiles', { description: 'Newly chunked.' }),
    reusedFiles: t.exposeInt('reusedFiles', { description: 'Unchanged or renamed content.' }),
    skippedFiles: t.exposeInt('skippedFiles', { description: 'Left out by a rule.' }),
    failedFiles: t.exposeInt('failedFiles', { description: 'Could not be indexed.' }),
    deletedFiles: t.exposeInt('deletedFiles', { description: 'Deleted.' }),
    chunks: t.exposeInt('chunks', { description: 'Chunks written by this job.' }),
    embeddingsComputed: t.exposeInt('embeddingsComputed', { description: 'Vectors that had to be computed.' }),
    embeddingsReused: t.exposeInt('embeddingsReused', { description: 'Vectors that were already known.' }),
  }),
});
