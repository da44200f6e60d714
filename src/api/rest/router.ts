/** What a path leads to. */
export type Match<Target> =
  | { readonly kind: 'found'; readonly target: Target; readonly params: Readonly<Record<string, string>> }
  /** The path exists, for these methods only. */
  | { readonly kind: 'other-method'; readonly allowed: readonly string[]; readonly path: string }
  | { readonly kind: 'unknown' };

interface Target {
  readonly method: string;
  readonly path: string;
}

/** Finds targets by method and path; `{name}` in a target's path stands for one segment. HEAD is answered as GET. */
export class Router<T extends Target> {
  readonly #entries: readonly { readonly target: T; readonly segments: readonly string[] }[];

  constructor(targets: readonly T[]) {
    this.#entries = targets.map((target) => ({ target, segments: target.path.split('/') }));
  }

  match(method: string, path: string): Match<T> {
    const segments = path.split('/');
    const wanted = method === 'HEAD' ? 'GET' : method;
    const allowed: string[] = [];
    let known = path;
    for (const { target, segments: pattern } of this.#entries) {
      const params = matchSegments(pattern, segments);
      if (params === null) continue;
      if (target.method === wanted) return { kind: 'found', target, params };
      allowed.push(target.method, ...(target.method === 'GET' ? ['HEAD'] : []));
      known = target.path;
    }
    return allowed.length > 0 ? { kind: 'other-method', allowed, path: known } : { kind: 'unknown' };
  }
}

function matchSegments(pattern: readonly string[], segments: readonly string[]): Record<string, string> | null {
  if (pattern.length !== segments.length) return null;
  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const given = segments[index] ?? '';
    const name = /^\{(\w+)\}$/.exec(expected)?.[1];
    if (name === undefined) {
      if (expected !== given) return null;
      continue;
    }
    const value = decoded(given);
    if (value === null || value === '') return null;
    params[name] = value;
  }
  return params;
}

function decoded(segment: string): string | null {
  try {
    const text = decodeURIComponent(segment);
    // The database refuses NUL, and nothing is named by a text with one.
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}
