import { describe, expect, test } from 'vitest';
import { meanMetrics, ndcg, recall, reciprocalRank } from './metrics.js';

describe('a ranking', () => {
  test('has the reciprocal of the first answer’s rank', () => {
    expect(reciprocalRank([true, false])).toBe(1);
    expect(reciprocalRank([false, false, true, true])).toBeCloseTo(1 / 3);
    expect(reciprocalRank([false])).toBe(0);
    expect(reciprocalRank([])).toBe(0);
  });

  test('recalls the share of all answers within the depth', () => {
    expect(recall([false, true, false, true], 4, 2)).toBe(0.25);
    expect(recall([false, true, false, true], 4, 10)).toBe(0.5);
    expect(recall([true], 1, 1)).toBe(1);
    expect(recall([], 0, 10)).toBe(0);
  });

  test('gains less for a later answer, and 1 for the best order', () => {
    expect(ndcg([true, true, false], 2, 10)).toBe(1);
    expect(ndcg([false, true], 1, 10)).toBeCloseTo(1 / Math.log2(3));
    expect(ndcg([true, false, true], 2, 10)).toBeCloseTo((1 + 1 / 2) / (1 + 1 / Math.log2(3)));
    expect(ndcg([false, false, true], 1, 2)).toBe(0);
  });

  test('is not held against answers that do not fit in the depth', () => {
    expect(ndcg([true, true], 5, 2)).toBe(1);
  });
});

test('the metrics of several questions are their means', () => {
  const metrics = meanMetrics([
    { judged: [true], answers: 1 },
    { judged: [false, false, false, true], answers: 1 },
    { judged: [], answers: 2 },
  ]);
  expect(metrics.mrr).toBeCloseTo((1 + 1 / 4) / 3);
  expect(metrics.ndcgAt10).toBeCloseTo((1 + 1 / Math.log2(5)) / 3);
  expect(metrics).toMatchObject({ recallAt1: 1 / 3, recallAt5: 2 / 3, recallAt10: 2 / 3, recallAt100: 2 / 3 });
});
