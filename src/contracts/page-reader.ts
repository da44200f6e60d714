/** A page of a wiki as it was when it was fetched. */
export interface WikiPage {
  /** The wiki's own id of the page. */
  readonly pageId: string;
  /** The page's usual address, whichever one it was asked for by. */
  readonly url: string;
  readonly title: string;
  /** The key of its space; null when the wiki does not tell. */
  readonly space: string | null;
  /** 1 is the first. */
  readonly version: number;
  readonly contentMarkdown: string;
  readonly fetchedAt: Date;
}

/** Reads pages of the wikis that the server's operator has listed, with the server's own credentials. */
export interface PageReader {
  /**
   * Fetches the page at the address that a browser shows. Throws an `InvalidInputError` for `url`, a
   * `HostNotAllowedError`, a `NotFoundError` or an `UpstreamError`, and the signal's reason once aborted.
   */
  read(url: string, signal: AbortSignal): Promise<WikiPage>;
}
