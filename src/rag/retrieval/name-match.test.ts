import { describe, expect, test } from 'vitest';
import { analyzeQuery } from './analyzer.js';
import { nameMatch } from './name-match.js';
import { weighWords } from './query-words.js';

function wordsOf(query: string, frequency = 1) {
  const terms = analyzeQuery(query);
  return weighWords({ terms, frequencies: terms.map(() => frequency), sessionChunks: 100 });
}

describe('the name of a definition', () => {
  test('matches fully when it is the whole query', () => {
    expect(nameMatch('parseVersion', wordsOf('parse a version'))).toBe(1);
    expect(nameMatch('parse_versions', wordsOf('parsing the version'))).toBe(1);
  });

  test('matches the less the more it says besides', () => {
    const words = wordsOf('parse a version');
    expect(nameMatch('parseVersionRange', words)).toBeCloseTo((2 / 3) ** 2);
    expect(nameMatch('parse', words)).toBeCloseTo(Math.sqrt(1 / 2));
    expect(nameMatch('compare', words)).toBe(0);
  });

  test('counts without its owner', () => {
    const words = wordsOf('close the pool');
    expect(nameMatch('Pool.close', words)).toBe(nameMatch('close', words));
    expect(nameMatch('Pool.close', words)).toBeGreaterThan(nameMatch('Pool.query', words));
  });

  test('is the best one where a chunk defines several', () => {
    const words = wordsOf('close the pool');
    expect(nameMatch('open, closePool', words)).toBe(1);
  });

  test('is nothing without a symbol, and for words that every chunk has', () => {
    expect(nameMatch(null, wordsOf('parse a version'))).toBe(0);
    expect(nameMatch('parseVersion', wordsOf('parse a version', 101))).toBe(0);
  });
});
