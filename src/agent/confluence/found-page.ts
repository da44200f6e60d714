import { z } from 'zod';
import { UpstreamError } from '../../shared/errors.js';

/** A page as both editions give it, still in storage format. */
export interface FoundPage {
  readonly id: string;
  readonly title: string;
  /** The key of its space; null when it is not told. */
  readonly space: string | null;
  readonly version: number;
  readonly storage: string;
  /** The page's address below the base URL; null when it is not told. */
  readonly webPath: string | null;
}

export const anId = z.union([z.string().regex(/^\d+$/), z.number().int().transform(String)]);

/** What both APIs say of a page, by the same names. */
export const pageBody = z.object({
  id: anId,
  title: z.string(),
  version: z.object({ number: z.number().int().min(1) }),
  body: z.object({ storage: z.object({ value: z.string() }) }),
  _links: z.object({ webui: z.string().regex(/^\//).nullish() }).nullish(),
});

/** Checks what was answered. Throws an `UpstreamError` that does not repeat it. */
export function parseAnswer<T>(schema: z.ZodType<T>, answer: unknown, baseUrl: string): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new UpstreamError(
    `Confluence at ${baseUrl} answered in a form that its API does not have (${fields}). Check its path in CONFLUENCE_BASE_URLS.`,
  );
}
