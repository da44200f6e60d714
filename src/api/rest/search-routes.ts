import { z } from 'zod';
import * as documents from '../../generated/documents/graphql.js';
import { operation, type Route } from './route.js';

export const searchRoutes: readonly Route[] = [
  operation({
    method: 'POST',
    path: '/internal/rag/retrieve',
    access: 'internal',
    subject: { noun: 'RAG session', named: 'rag_session_id' },
    status: 200,
    body: z.object({
      rag_session_id: z.string(),
      query: z.string(),
      limit: z.int32().default(8),
      path_prefix: z.string().nullish(),
      explain: z.boolean().default(false),
    }),
    document: documents.RetrieveDocument,
    variables: ({ body }) => ({
      sessionId: body.rag_session_id,
      input: { query: body.query, topK: body.limit, pathPrefix: body.path_prefix, explain: body.explain },
    }),
    result: (data) => data.ragSession?.search ?? null,
    render: ({ version, hits, candidates }) => ({
      version,
      items: hits.map(({ source, symbol, language, content, score, scores }) => ({
        path: source.path,
        start_line: source.startLine,
        end_line: source.endLine,
        symbol,
        language,
        content,
        content_hash: source.contentHash,
        score,
        scores: { lexical: scores.lexical, vector: scores.vector },
      })),
      explain: candidates?.map(({ source, score, scores, rank, droppedBecause }) => ({
        path: source.path,
        start_line: source.startLine,
        end_line: source.endLine,
        content_hash: source.contentHash,
        score,
        scores: { lexical: scores.lexical, vector: scores.vector },
        rank,
        dropped_because: droppedBecause,
      })),
    }),
  }),
];
