import { decodeBase64 } from '@pothos/core';
import type { Limits } from '../../config.js';
import type { Slice } from '../../rag/sessions/problem.js';
import { InvalidInputError } from '../../shared/errors.js';
import type { ApiContext } from '../context.js';

type PageLimits = Pick<Limits, 'maxPageSize'>;

export interface PageArguments {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

/** A page of a list that is read forwards only. */
export interface SliceConnection<Item> {
  readonly edges: { readonly cursor: string; readonly node: Item }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: number;
}

/** How many items a page has: what was asked for, else `fallback`. Throws an `InvalidInputError` beyond MAX_PAGE_SIZE. */
export function pageSize(
  asked: number | null | undefined,
  fallback: number,
  limits: PageLimits,
  name = 'first',
): number {
  const { maxPageSize } = limits;
  if (asked === null || asked === undefined) return Math.min(fallback, maxPageSize);
  if (asked >= 0 && asked <= maxPageSize) return asked;
  throw InvalidInputError.of(
    [name],
    asked < 0
      ? `is ${asked}; it must not be negative. Ask for 0 or more items.`
      : `is ${asked}; it must be at most ${maxPageSize} (MAX_PAGE_SIZE). Ask for less and page on.`,
  );
}

/**
 * The default page of a connection that Prisma pages by a text (`S`) or a number (`I`) column. Pothos asks for it before
 * it reads the cursors, so the page's arguments are checked here: Pothos would not name the bad one. Throws an
 * `InvalidInputError`.
 */
export function checkedPage(column: 'S' | 'I'): (args: PageArguments, context: ApiContext) => number {
  return (args, { services }) => {
    const { limits } = services.info;
    pageSize(args.first, 0, limits, 'first');
    pageSize(args.last, 0, limits, 'last');
    for (const name of ['after', 'before'] as const) {
      const cursor = args[name];
      if (typeof cursor === 'string' && !isRowCursor(cursor, column)) throw badCursor(name, cursor);
    }
    return pageSize(null, 20, limits);
  };
}

/** `cursorOf` gives the text that finds an item again. */
export function sliceConnection<Item>(
  slice: Slice<Item>,
  args: PageArguments,
  cursorOf: (item: Item) => string,
): SliceConnection<Item> {
  const edges = slice.items.map((node) => ({ cursor: encodeCursor(cursorOf(node)), node }));
  return {
    edges,
    pageInfo: {
      hasNextPage: slice.hasNextPage,
      hasPreviousPage: typeof args.after === 'string',
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: slice.totalCount,
  };
}

/** The size of the whole list, which the type of a Relay connection does not know of. */
export function totalCountOf(connection: object): number {
  return (connection as Pick<SliceConnection<unknown>, 'totalCount'>).totalCount;
}

/** The path that a page of files starts after. */
export function pathCursor({ after }: PageArguments): string | null {
  return decodeCursor(after, (text) => !text.includes('\0'));
}

/** The position that a page of a numbered list starts after. */
export function ordinalCursor({ after }: PageArguments): number | null {
  const text = decodeCursor(after, (text) => /^\d{1,9}$/.test(text));
  return text === null ? null : Number(text);
}

const CURSOR_PREFIX = 'at:';

function encodeCursor(text: string): string {
  return Buffer.from(CURSOR_PREFIX + text, 'utf8').toString('base64url');
}

function decodeCursor(cursor: string | null | undefined, isValid: (text: string) => boolean): string | null {
  if (cursor === null || cursor === undefined) return null;
  const decoded = Buffer.from(cursor, 'base64url').toString('utf8');
  const text = decoded.slice(CURSOR_PREFIX.length);
  if (decoded.startsWith(CURSOR_PREFIX) && isValid(text)) return text;
  throw badCursor('after', cursor);
}

/** The form in which the Prisma plugin writes cursors. */
function isRowCursor(cursor: string, column: 'S' | 'I'): boolean {
  try {
    return (column === 'S' ? /^GPC:S:[^\0]+$/ : /^GPC:I:\d{1,18}$/).test(decodeBase64(cursor));
  } catch {
    return false;
  }
}

function badCursor(name: string, cursor: string): InvalidInputError {
  return InvalidInputError.of(
    [name],
    `"${cursor.slice(0, 80)}" is not a cursor of this list. Pass one that it gave you.`,
  );
}
