/** Where a storage document stands: what its short references are relative to. */
export interface StorageContext {
  /** The page's own address. */
  readonly pageUrl: string;
  /** The address of Confluence itself, without a slash at the end. */
  readonly baseUrl: string;
  /** The key of the page's space; null when it is not known. */
  readonly space: string | null;
}

/** The address of a page that is known by its title; null when its space is not known. */
export function pageByTitle({ baseUrl }: StorageContext, space: string | null, title: string): string | null {
  if (space === null) return null;
  return `${baseUrl}/display/${encodeURIComponent(space)}/${encodeURIComponent(title).replaceAll('%20', '+')}`;
}

/** The address as one that can be followed from anywhere; null for what is no address of a document. */
export function absoluteUrl({ pageUrl }: StorageContext, href: string): string | null {
  try {
    const { protocol, href: absolute } = new URL(href, pageUrl);
    return /^(https?|mailto):$/.test(protocol) ? absolute : null;
  } catch {
    return null;
  }
}
