/** A page that a fake Confluence holds. */
export interface FakePage {
  readonly id: string;
  /** The key of its space. */
  readonly space: string;
  readonly title: string;
  readonly version: number;
  /** Its body in storage format. */
  readonly storage: string;
  readonly kind?: 'page' | 'blog post';
}

/** The path of a page as a browser shows it, below the context path. */
export function webPathOf({ id, space, title, kind }: FakePage): string {
  const name = encodeURIComponent(title).replaceAll('%20', '+');
  return kind === 'blog post'
    ? `/spaces/${space}/blog/2026/01/31/${id}/${name}`
    : `/spaces/${space}/pages/${id}/${name}`;
}
