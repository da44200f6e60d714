/** Ranks beyond the first few must still differ, but little. By measurement, see README.md. */
const RANK_OFFSET = 10;
const LEXICAL_WEIGHT = 2;
const VECTOR_WEIGHT = 1;

/**
 * Weighted reciprocal rank fusion (Cormack, Clarke, Büttcher, SIGIR 2009): the sum of weight / (offset + rank) over the
 * lists that have the candidate, scaled so that the first of both lists scores 1. Ranks are 1-based; null: not listed.
 */
export function fusedScore(ranks: { lexical: number | null; vector: number | null }): number {
  const best = (LEXICAL_WEIGHT + VECTOR_WEIGHT) / (RANK_OFFSET + 1);
  return (share(LEXICAL_WEIGHT, ranks.lexical) + share(VECTOR_WEIGHT, ranks.vector)) / best;
}

function share(weight: number, rank: number | null): number {
  return rank === null ? 0 : weight / (RANK_OFFSET + rank);
}
