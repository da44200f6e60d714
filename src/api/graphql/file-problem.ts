import type { Problem } from '../../rag/sessions/problem.js';
import { builder } from './builder.js';
import { totalCountOf } from './page.js';

export const ProblemReasonEnum = builder.enumType('ProblemReason', {
  description: 'Why a file cannot be searched.',
  values: {
    IGNORED: { description: 'In a folder that is never indexed, such as .git or node_modules.' },
    BINARY: { description: 'Not text.' },
    TOO_LARGE: { description: 'Larger than MAX_FILE_BYTES.' },
    MINIFIED: { description: 'Minified code: its lines say nothing.' },
    GENERATED: { description: 'Written by a program.' },
    SECRET_SUSPECTED: { description: 'Looks like it holds a secret; its content is not kept.' },
    UNDECODABLE: { description: 'Text in an encoding that could not be read.' },
    EMBEDDING_FAILED: { description: 'No vectors could be computed; the next upsert tries again.' },
  } as const,
});

const ProblemKindEnum = builder.enumType('ProblemKind', {
  description: 'What became of a file that cannot be searched.',
  values: {
    SKIPPED: { description: 'Left out by a rule.' },
    FAILED: { description: 'Could not be indexed; its previous chunks, if any, are kept.' },
  } as const,
});

export const FileProblemType = builder.objectRef<Problem>('FileProblem').implement({
  description: 'A file that was given but cannot be searched.',
  fields: (t) => ({
    path: t.exposeString('path', { description: 'Its path in the project.' }),
    kind: t.expose('kind', { type: ProblemKindEnum, description: 'Whether it was left out or failed.' }),
    reason: t.expose('reason', { type: ProblemReasonEnum, description: 'Why.' }),
    detail: t.exposeString('detail', { nullable: true, description: 'More about it, for a person.' }),
  }),
});

export const FileProblemConnection = builder.connectionObject(
  {
    type: FileProblemType,
    name: 'FileProblemConnection',
    description: 'One page of the files that cannot be searched.',
    fields: (t) => ({
      totalCount: t.int({
        description: 'How many there are in all.',
        resolve: (connection) => totalCountOf(connection),
      }),
    }),
  },
  { name: 'FileProblemEdge' },
);
