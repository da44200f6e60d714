/** What a full match of each kind counts against the best lexical score. By measurement, see README.md. */
const SIMILARITY_WEIGHT = 0.8;
const NAME_WEIGHT = 0.45;

/** The best of each list, which scores are relative to: those of two searches cannot be compared. */
export interface BestScores {
  /** BM25; 0 when the words found nothing. */
  readonly lexical: number;
  /** Cosine; 0 when the vectors found nothing. */
  readonly similarity: number;
}

/**
 * The weighted sum of a candidate's lexical score and similarity, each divided by the best one of its list (null: not
 * listed), and of how well its name matches, scaled so that the best in all three scores 1. 0 and up.
 */
export function fusedScore(
  candidate: { readonly lexical: number | null; readonly similarity: number | null; readonly nameMatch: number },
  best: BestScores,
): number {
  const lexical = share(candidate.lexical, best.lexical);
  const similarity = share(candidate.similarity, best.similarity);
  const most = (best.lexical > 0 ? 1 : 0) + (best.similarity > 0 ? SIMILARITY_WEIGHT : 0) + NAME_WEIGHT;
  return (lexical + SIMILARITY_WEIGHT * similarity + NAME_WEIGHT * candidate.nameMatch) / most;
}

function share(score: number | null, best: number): number {
  return score === null || best <= 0 ? 0 : Math.max(0, score) / best;
}
