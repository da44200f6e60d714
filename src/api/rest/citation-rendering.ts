import type { CitationFieldsFragment } from '../../generated/documents/graphql.js';

/** A citation without a source, one that points to nothing, has null fields. */
export function renderCitation({ marker, quote, verdict, source }: CitationFieldsFragment) {
  const file = source?.__typename === 'FileSource' ? source : null;
  const page = source?.__typename === 'ConfluenceSource' ? source : null;
  return {
    marker,
    type: file ? 'file' : page ? 'confluence' : null,
    path: file?.path ?? null,
    start_line: file?.startLine ?? null,
    end_line: file?.endLine ?? null,
    content_hash: file?.contentHash ?? null,
    url: page?.url ?? null,
    quote: source === null ? null : quote,
    verdict,
  };
}
