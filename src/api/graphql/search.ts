import type { Passage, ScoreBreakdown, SearchCandidate, SearchOutcome } from '../../contracts/rag-retriever.js';
import { MOST_PASSAGES } from '../../rag/retrieval/most-passages.js';
import { InvalidInputError } from '../../shared/errors.js';
import { builder } from './builder.js';
import { FileSourceType } from './file-source.js';
import { matchable } from './matchable.js';

type InSession<Thing> = Thing & { readonly sessionId: string };

const SearchModeEnum = builder.enumType('SearchMode', {
  description: 'What a search compares.',
  values: {
    HYBRID: { description: 'Words and vectors, fused.' },
    VECTOR: { description: 'Vectors only.' },
    LEXICAL: { description: 'Words only.' },
  } as const,
});

const DropReasonEnum = builder.enumType('DropReason', {
  description: 'Why a candidate is not among the hits.',
  values: {
    BELOW_THRESHOLD: { description: 'Its score was too low.' },
    DUPLICATE: { description: 'It says the same as a better one.' },
    PER_FILE_CAP: { description: 'Its file has enough hits.' },
    BEYOND_TOP_K: { description: 'Enough others were better.' },
  } as const,
});

const SearchInput = builder.inputType('SearchInput', {
  description: 'What to look for.',
  fields: (t) => ({
    query: t.string({ required: true, description: 'Words, identifiers or a question, in English or Russian.' }),
    topK: t.int({
      defaultValue: 10,
      description: `How many hits at the most: 1 to ${MOST_PASSAGES}, and no more than MAX_PAGE_SIZE.`,
    }),
    pathPrefix: t.string({ description: 'Only files whose path starts with this.' }),
    mode: t.field({ type: SearchModeEnum, defaultValue: 'HYBRID', description: 'What to compare.' }),
    explain: t.boolean({ defaultValue: false, description: 'Also tell why each candidate was used or dropped.' }),
  }),
});

const ScoreBreakdownType = builder.objectRef<ScoreBreakdown>('ScoreBreakdown').implement({
  description: 'What a score was made from.',
  fields: (t) => ({
    lexical: t.exposeFloat('lexical', {
      nullable: true,
      description: 'BM25, 0 and up; null when it has no word of the query.',
    }),
    vector: t.exposeFloat('vector', {
      nullable: true,
      description: 'Cosine similarity, -1 to 1; null when the vectors did not find it.',
    }),
  }),
});

const SearchHitType = builder.objectRef<InSession<Passage>>('SearchHit').implement({
  description: 'A passage that was found.',
  fields: (t) => ({
    source: t.field({ type: FileSourceType, description: 'Where it stands.', resolve: (hit) => hit }),
    symbol: t.exposeString('symbol', { nullable: true, description: 'The function, class or heading it belongs to.' }),
    language: t.exposeString('language', { nullable: true, description: 'What it is written in, when known.' }),
    content: t.exposeString('content', { description: 'Its text.' }),
    score: t.exposeFloat('score', { description: 'Comparable within one result only; more is better.' }),
    scores: t.expose('scores', { type: ScoreBreakdownType, description: 'What the score was made from.' }),
  }),
});

const SearchCandidateType = builder.objectRef<InSession<SearchCandidate>>('SearchCandidate').implement({
  description: 'A passage that was considered.',
  fields: (t) => ({
    source: t.field({ type: FileSourceType, description: 'Where it stands.', resolve: (candidate) => candidate }),
    score: t.exposeFloat('score', { description: 'Comparable within one result only; more is better.' }),
    scores: t.expose('scores', { type: ScoreBreakdownType, description: 'What the score was made from.' }),
    rank: t.exposeInt('rank', { description: '1 is best.' }),
    droppedBecause: t.expose('droppedBecause', {
      type: DropReasonEnum,
      nullable: true,
      description: 'Why it is not among the hits; null when it is.',
    }),
  }),
});

const SearchResultType = builder.objectRef<InSession<SearchOutcome>>('SearchResult').implement({
  description: 'What was found, in one version of the session.',
  fields: (t) => ({
    version: t.exposeInt('version', { description: 'The version that was searched.' }),
    hits: t.field({
      type: [SearchHitType],
      description: 'The passages, best first.',
      resolve: ({ passages, sessionId }) => passages.map((passage) => ({ ...passage, sessionId })),
    }),
    candidates: t.field({
      type: [SearchCandidateType],
      nullable: true,
      description: 'Every passage that was considered; null unless `explain`.',
      resolve: ({ candidates, sessionId }) => candidates?.map((candidate) => ({ ...candidate, sessionId })) ?? null,
    }),
  }),
});

builder.prismaObjectField('RagSession', 'search', (t) =>
  t.field({
    type: SearchResultType,
    description: 'Passages of this session that match a query.',
    args: { input: t.arg({ type: SearchInput, required: true, description: 'What to look for.' }) },
    resolve: async ({ id: sessionId }, { input }, { services, ownerId, signal }) => {
      const request = {
        ownerId,
        sessionId,
        query: input.query,
        topK: hitCount(input.topK, services.info.limits),
        pathPrefix: matchable(input.pathPrefix ?? '') || undefined,
        mode: input.mode ?? undefined,
        explain: input.explain ?? false,
      };
      return { ...(await services.retriever.search(request, signal)), sessionId };
    },
  }),
);

/** How many hits were asked for. Throws an `InvalidInputError` for more than one answer holds: a search has no pages. */
function hitCount(asked: number | null | undefined, { maxPageSize }: { readonly maxPageSize: number }): number {
  const most = Math.min(MOST_PASSAGES, maxPageSize);
  if (asked === null || asked === undefined) return Math.min(10, most);
  if (asked >= 1 && asked <= most) return asked;
  const setting = most === maxPageSize ? ' (MAX_PAGE_SIZE)' : '';
  const wayOut =
    asked < 1 ? 'Ask for at least one hit.' : 'Ask for fewer hits; a narrower query or path finds the rest.';
  throw InvalidInputError.of(['topK'], `is ${asked}; it must be from 1 to ${most}${setting}. ${wayOut}`);
}
