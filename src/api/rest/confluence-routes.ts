import { z } from 'zod';
import * as documents from '../../generated/documents/graphql.js';
import { operation, type Route } from './route.js';

export const confluenceRoutes: readonly Route[] = [
  operation({
    method: 'POST',
    path: '/internal/tools/confluence/fetch',
    access: 'internal',
    subject: { noun: 'Confluence page', named: 'url' },
    status: 200,
    body: z.object({ url: z.string() }),
    document: documents.FetchConfluencePageDocument,
    variables: ({ body }) => ({ url: body.url }),
    result: (data) => data.confluencePage,
    render: ({ pageId, url, title, space, version, contentMarkdown, fetchedAt }) => ({
      page_id: pageId,
      url,
      title,
      space,
      version,
      content_markdown: contentMarkdown,
      fetched_at: fetchedAt,
    }),
  }),
];
