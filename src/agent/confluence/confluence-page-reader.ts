import type { PageReader, WikiPage } from '../../contracts/page-reader.js';
import { NotFoundError, UpstreamError } from '../../shared/errors.js';
import { withoutNul } from '../../shared/storable-text.js';
import { trustedCertificates } from '../http/trusted-certificates.js';
import { findInCloud } from './cloud-pages.js';
import { type ClientLimits, ConfluenceClient, DEFAULT_LIMITS } from './confluence-client.js';
import type { ConfluenceSettings } from './confluence-settings.js';
import { findInDataCenter } from './data-center-pages.js';
import type { FoundPage } from './found-page.js';
import { storageToMarkdown } from './markdown/storage-to-markdown.js';
import { type PagePlace, SiteList } from './site-list.js';

type Find = typeof findInCloud;

/** Reads pages of Confluence, Cloud and Data Center. */
export class ConfluencePageReader implements PageReader {
  readonly #sites: SiteList;
  readonly #client: ConfluenceClient;

  /** Throws a `StartupError` when the file of certificates cannot be used. */
  constructor({ sites, caFile }: ConfluenceSettings, limits: ClientLimits = DEFAULT_LIMITS) {
    this.#sites = new SiteList(sites);
    const certificates = caFile === null ? null : trustedCertificates('CONFLUENCE_CA_FILE', caFile);
    this.#client = new ConfluenceClient({ sites: this.#sites, certificates, limits });
  }

  async read(url: string, signal: AbortSignal): Promise<WikiPage> {
    signal.throwIfAborted();
    const place = this.#sites.placeOf(url);
    for (const find of editionsAt(place)) {
      const page = await find(this.#client, place, signal);
      if (page !== null) return readable(page, place);
    }
    throw new NotFoundError(
      'Confluence page',
      url,
      "Check the address; the page may also have been deleted, or the server's account may not see it.",
    );
  }

  /** Closes the connections that are kept for later calls. */
  close(): void {
    this.#client.close();
  }
}

/** Cloud is always at /wiki. So may a Data Center be, which then says that it has no such API. */
function editionsAt({ baseUrl }: PagePlace): readonly Find[] {
  const { hostname, pathname } = new URL(baseUrl);
  if (hostname.endsWith('.atlassian.net')) return [findInCloud];
  return pathname === '/wiki' ? [findInCloud, findInDataCenter] : [findInDataCenter];
}

async function readable(page: FoundPage, { baseUrl }: PagePlace): Promise<WikiPage> {
  const fetchedAt = new Date();
  const url = new URL(baseUrl + (page.webPath ?? `/pages/viewpage.action?pageId=${page.id}`)).href;
  const markdown = await markdownOf(page, { pageUrl: url, baseUrl, space: page.space });
  return {
    pageId: page.id,
    url,
    title: withoutNul(page.title),
    space: page.space,
    version: page.version,
    contentMarkdown: withoutNul(markdown),
    fetchedAt,
  };
}

async function markdownOf(page: FoundPage, context: Parameters<typeof storageToMarkdown>[1]): Promise<string> {
  try {
    return await storageToMarkdown(page.storage, context);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UpstreamError(`The Confluence page ${page.id} cannot be turned into Markdown. ${error.message}`);
  }
}
