/** How a request says who it is. */
export type ConfluenceCredentials =
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'basic'; readonly user: string; readonly apiToken: string };

/** A Confluence that pages may be read from. */
export interface ConfluenceSite {
  /** Scheme, host and port as `URL.origin` writes them. */
  readonly origin: string;
  /** The path below which Confluence is, as `/wiki`; null: at the root or one level below it. */
  readonly basePath: string | null;
  /** Null: pages are read as anyone may. */
  readonly credentials: ConfluenceCredentials | null;
}

export interface ConfluenceSettings {
  /** At least one; several may be at one origin. */
  readonly sites: readonly ConfluenceSite[];
  /** A PEM file of root certificates; null to trust only Node's own. */
  readonly caFile: string | null;
}
