import { HostNotAllowedError, InvalidInputError } from '../../shared/errors.js';
import { problemOfHttpUrl } from '../../shared/http-url.js';
import type { ConfluenceSite } from './confluence-settings.js';
import { type PageKey, parsePageAddress } from './page-address.js';

/** A page of a listed site. */
export interface PagePlace {
  /** Where this Confluence is, without a slash at the end. */
  readonly baseUrl: string;
  readonly key: PageKey;
}

/** The sites that may be called, and nothing else. */
export class SiteList {
  readonly #sites: readonly ConfluenceSite[];

  constructor(sites: readonly ConfluenceSite[]) {
    this.#sites = sites;
  }

  /** Throws an `InvalidInputError` for what is no address of a page, a `HostNotAllowedError` for one elsewhere. */
  placeOf(url: string): PagePlace {
    const problem = problemOfHttpUrl(url);
    if (problem !== null) throw InvalidInputError.of(['url'], problem);
    const target = new URL(url);
    const sites = this.#sitesAt(target);
    if (sites.length === 0) throw new HostNotAllowedError(target.host);
    const address = parsePageAddress(target);
    if (address === null || !sites.some(({ basePath }) => isBelow(address.contextPath, basePath))) {
      throw InvalidInputError.of(
        ['url'],
        `names no page of a Confluence at ${target.origin}. Give the address that a browser shows for the page, such as …/spaces/KEY/pages/123/Title, …/pages/viewpage.action?pageId=123 or …/display/KEY/Title.`,
      );
    }
    return { baseUrl: target.origin + address.contextPath, key: address.key };
  }

  /** A site at the target's origin, whose credentials go with the request; null when it may not be called. */
  siteAt(target: URL): ConfluenceSite | null {
    return this.#sitesAt(target)[0] ?? null;
  }

  #sitesAt({ origin, username, password }: URL): ConfluenceSite[] {
    return username === '' && password === '' ? this.#sites.filter((site) => site.origin === origin) : [];
  }
}

/** Without a base path Confluence may be at the root or one level below it. */
function isBelow(contextPath: string, basePath: string | null): boolean {
  return basePath === null ? contextPath.split('/').length <= 2 : contextPath === basePath;
}
