/** One search gives no more: it has no pages. */
export const MOST_PASSAGES = 100;
