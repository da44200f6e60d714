import { type Example, groupBySource } from './training-set.js';
import { type Bag, dot, type TwoTowers } from './two-towers.js';

const MOST_AT_ONCE = 500;

/** An example in the numbers of the vocabulary. */
export interface EncodedExample {
  readonly source: Example['source'];
  readonly query: Bag;
  readonly document: Bag;
}

/** The mean reciprocal rank of each query's document among up to 500 of the same package. */
export function meanReciprocalRank(model: TwoTowers, examples: readonly EncodedExample[]): number {
  let sum = 0;
  for (const group of groupBySource(examples)) {
    for (let start = 0; start < group.length; start += MOST_AT_ONCE) {
      const part = group.slice(start, start + MOST_AT_ONCE);
      const documents = part.map(({ document }) => model.embedDocument(document));
      part.forEach(({ query }, own) => {
        const asked = model.embedQuery(query);
        const scores = documents.map((document) => dot(asked, document));
        sum += 1 / scores.filter((score) => score >= (scores[own] ?? 0)).length;
      });
    }
  }
  return sum / examples.length;
}
