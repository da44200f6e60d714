import type { StoredCitation, StoredCitationSource } from '../../contracts/agent-runner.js';
import { builder } from './builder.js';
import { type FileSource, FileSourceType } from './file-source.js';

type ConfluenceSource = Extract<StoredCitationSource, { type: 'confluence' }>;

const CitationVerdictEnum = builder.enumType('CitationVerdict', {
  description: 'Whether a quote stands where the citation says.',
  values: {
    VERIFIED: { description: 'It stands there.' },
    RELOCATED: { description: 'It stands elsewhere in that file.' },
    UNVERIFIED: { description: 'It could not be found, or the marker points to no source.' },
  } as const,
});

const ConfluenceSourceType = builder.objectRef<ConfluenceSource>('ConfluenceSource').implement({
  description: 'A part of a Confluence page.',
  fields: (t) => ({
    url: t.exposeString('url', { description: 'The address of the page.' }),
    pageId: t.exposeString('pageId', { description: "Confluence's id of the page." }),
    pageVersion: t.exposeInt('pageVersion', { description: 'The version of the page that was read.' }),
    heading: t.exposeString('heading', { nullable: true, description: 'The heading above the part, if any.' }),
  }),
});

const CitationSource = builder.unionType('CitationSource', {
  description: 'What a citation points to.',
  types: [FileSourceType, ConfluenceSourceType],
  resolveType: (source) => ('url' in source ? 'ConfluenceSource' : 'FileSource'),
});

/** A citation of a reply in a dialog of this session. */
export interface CitationOfSession extends StoredCitation {
  readonly sessionId: string;
}

export const CitationType = builder.objectRef<CitationOfSession>('Citation').implement({
  description: 'What stands behind a marker [n] of an answer.',
  fields: (t) => ({
    marker: t.exposeInt('marker', { description: 'The n of [n] in the text.' }),
    source: t.field({
      type: CitationSource,
      nullable: true,
      description: 'Where the quote stands; null when the marker points to nothing.',
      resolve: ({ source, sessionId }) => (source?.type === 'file' ? fileSource(source, sessionId) : source),
    }),
    quote: t.exposeString('quote', { description: 'Cut by the server from the stored lines, never by a model.' }),
    verdict: t.expose('verdict', { type: CitationVerdictEnum, description: 'Whether the quote stands there.' }),
  }),
});

/** Unsaved text has neither a version nor a stored file that it could be compared with. */
function fileSource(source: Extract<StoredCitationSource, { type: 'file' }>, sessionId: string): FileSource {
  const { path, startLine, endLine, contentHash, version } = source;
  const lines = { path, startLine, endLine, contentHash };
  return source.unsaved ? { ...lines, version: null, sessionId: null } : { ...lines, version, sessionId };
}
