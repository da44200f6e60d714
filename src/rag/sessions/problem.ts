import type { ProblemReason } from '../../generated/prisma/enums.js';

/** A file that was given but cannot be searched. */
export interface Problem {
  readonly path: string;
  readonly kind: 'SKIPPED' | 'FAILED';
  readonly reason: ProblemReason;
  readonly detail: string | null;
}

/** A page of a longer list. */
export interface Slice<Item> {
  readonly items: readonly Item[];
  readonly hasNextPage: boolean;
  /** Of the whole list. */
  readonly totalCount: number;
}
