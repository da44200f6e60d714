/** A question's results in their order: whether each one is an answer that no earlier one was. */
export type Judged = readonly boolean[];

export interface Metrics {
  readonly mrr: number;
  readonly ndcgAt10: number;
  readonly recallAt1: number;
  readonly recallAt5: number;
  readonly recallAt10: number;
  readonly recallAt100: number;
}

/** The means over all questions, 0 to 1 each; zeros for no question. `answers` is how many each question has. */
export function meanMetrics(questions: readonly { readonly judged: Judged; readonly answers: number }[]): Metrics {
  const mean = (metric: (judged: Judged, answers: number) => number) =>
    questions.reduce((sum, { judged, answers }) => sum + metric(judged, answers), 0) / Math.max(questions.length, 1);
  return {
    mrr: mean(reciprocalRank),
    ndcgAt10: mean((judged, answers) => ndcg(judged, answers, 10)),
    recallAt1: mean((judged, answers) => recall(judged, answers, 1)),
    recallAt5: mean((judged, answers) => recall(judged, answers, 5)),
    recallAt10: mean((judged, answers) => recall(judged, answers, 10)),
    recallAt100: mean((judged, answers) => recall(judged, answers, 100)),
  };
}

/** One divided by the rank of the first answer; 0 when there is none. */
export function reciprocalRank(judged: Judged): number {
  const index = judged.indexOf(true);
  return index < 0 ? 0 : 1 / (index + 1);
}

/** The share of all answers that the first `depth` results have. */
export function recall(judged: Judged, answers: number, depth: number): number {
  return answers === 0 ? 0 : judged.slice(0, depth).filter(Boolean).length / answers;
}

/**
 * Normalised discounted cumulative gain (Järvelin, Kekäläinen, TOIS 2002) with gains of 0 and 1: an answer at rank r
 * counts 1 / log₂(r + 1), and the whole is divided by what the best order would have.
 */
export function ndcg(judged: Judged, answers: number, depth: number): number {
  const best = gain(Array.from({ length: Math.min(answers, depth) }, () => true));
  return best === 0 ? 0 : gain(judged.slice(0, depth)) / best;
}

function gain(judged: Judged): number {
  return judged.reduce((sum, isAnswer, index) => sum + (isAnswer ? 1 / Math.log2(index + 2) : 0), 0);
}
