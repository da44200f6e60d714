import type { Freshness } from '../../rag/sessions/coverage-store.js';
import { builder } from './builder.js';

/** Lines of a file of a session; without a session when it cannot be told any more which one. */
export interface FileSource {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly contentHash: string;
  readonly version: number | null;
  readonly sessionId: string | null;
}

const FreshnessEnum = builder.enumType('Freshness', {
  description: 'How lines that were read stand to the file as it is now.',
  values: {
    CURRENT: { description: 'The file still has that content.' },
    CHANGED_SINCE: { description: 'The file has other content now.' },
    DELETED: { description: 'There is no such file any more.' },
    UNKNOWN: { description: 'It cannot be told: unsaved text, or the session is gone.' },
  } as const,
});

export const FileSourceType = builder.objectRef<FileSource>('FileSource').implement({
  description: 'Lines of a file at one content. Lines are 1-based and inclusive.',
  fields: (t) => ({
    path: t.exposeString('path', { description: 'The path of the file.' }),
    startLine: t.exposeInt('startLine', { description: 'The first line.' }),
    endLine: t.exposeInt('endLine', { description: 'The last line.' }),
    contentHash: t.expose('contentHash', {
      type: 'Sha256',
      description: 'SHA-256 of the raw bytes that the lines were read from.',
    }),
    version: t.exposeInt('version', {
      nullable: true,
      description: "The session's version they were read at; null for unsaved text.",
    }),
    freshness: t.field({
      type: FreshnessEnum,
      description: 'How they stand to the file as it is now.',
      resolve: ({ sessionId, path, contentHash }, _args, { services }): Freshness | Promise<Freshness> =>
        sessionId === null ? 'UNKNOWN' : services.sessions.freshness(sessionId, path, contentHash),
    }),
  }),
});
