import type { PageReader, WikiPage } from '../../contracts/page-reader.js';
import { HostNotAllowedError, InvalidInputError, NotFoundError, UpstreamError } from '../../shared/errors.js';
import { problemOfHttpUrl } from '../../shared/http-url.js';
import { requireInternal } from '../caller.js';
import { builder } from './builder.js';

const ConfluencePageType = builder.objectRef<WikiPage>('ConfluencePage').implement({
  description: 'A Confluence page as it was when it was fetched.',
  fields: (t) => ({
    pageId: t.exposeString('pageId', { description: "Confluence's id of the page." }),
    url: t.exposeString('url', { description: "The page's usual address, whichever one it was asked for by." }),
    title: t.exposeString('title', { description: 'Its title.' }),
    space: t.exposeString('space', { nullable: true, description: 'The key of its space; null when it is not told.' }),
    version: t.exposeInt('version', { description: 'Its version; 1 is the first.' }),
    contentMarkdown: t.exposeString('contentMarkdown', { description: 'Its text as Markdown.' }),
    fetchedAt: t.expose('fetchedAt', { type: 'DateTime', description: 'When it was fetched.' }),
  }),
});

const ConfluencePageResult = builder.errorUnion('ConfluencePageResult', {
  description: 'The page, or why it could not be had.',
  types: [ConfluencePageType, InvalidInputError, HostNotAllowedError, NotFoundError, UpstreamError],
  resolveType: () => 'ConfluencePage',
});

builder.queryField('confluencePage', (t) =>
  t.field({
    type: ConfluencePageResult,
    description: "A Confluence page. Needs the internal role: it uses the server's own credentials.",
    args: { url: t.arg.string({ required: true, description: 'The address that a browser shows for the page.' }) },
    resolve: (_root, { url }, context) => {
      requireInternal(context);
      return readPage(context.services.pages, url, context.signal);
    },
  }),
);

async function readPage(pages: PageReader | null, url: string, signal: AbortSignal): Promise<WikiPage> {
  if (pages !== null) return pages.read(url, signal);
  const problem = problemOfHttpUrl(url);
  if (problem !== null) throw InvalidInputError.of(['url'], problem);
  throw new HostNotAllowedError(new URL(url).host);
}
