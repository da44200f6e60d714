import { expect, test } from 'vitest';
import { fusedScore } from './fusion.js';

const best = { lexical: 12, similarity: 0.6 };

test('the best of both lists with a matching name scores 1', () => {
  expect(fusedScore({ lexical: 12, similarity: 0.6, nameMatch: 1 }, best)).toBe(1);
});

test('each score counts relative to the best of its list', () => {
  const half = fusedScore({ lexical: 6, similarity: 0.3, nameMatch: 0.5 }, best);
  expect(half).toBeCloseTo(0.5);
  expect(fusedScore({ lexical: 6, similarity: null, nameMatch: 0 }, best)).toBeLessThan(half);
});

test('a list that found nothing, or only opposite vectors, adds nothing', () => {
  expect(fusedScore({ lexical: null, similarity: 0.6, nameMatch: 1 }, { lexical: 0, similarity: 0.6 })).toBe(1);
  expect(fusedScore({ lexical: null, similarity: -0.2, nameMatch: 0 }, { lexical: 0, similarity: 0 })).toBe(0);
});
