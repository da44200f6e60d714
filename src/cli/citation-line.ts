import type { CitationFieldsFragment } from '../generated/documents/graphql.js';

/** `[1] src/a.ts:10-18  VERIFIED`. */
export function citationLine({ marker, source, verdict }: CitationFieldsFragment): string {
  return `[${marker}] ${describe(source)}  ${verdict}`;
}

/** A marker that points to nothing has no source. */
function describe(source: CitationFieldsFragment['source'] | null): string {
  switch (source?.__typename) {
    case 'FileSource':
      return `${source.path}:${source.startLine}-${source.endLine}`;
    case 'ConfluenceSource':
      return source.heading === null ? source.url : `${source.url} (${source.heading})`;
    default:
      return '(no source)';
  }
}
