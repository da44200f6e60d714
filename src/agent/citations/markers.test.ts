import { expect, test } from 'vitest';
import { markersIn, paragraphsCiting } from './markers.js';

test.each<[string, number[]]>([
  ['It waits [2], then stops [1]. Again [2].', [2, 1]],
  ['Both [1][3] and [10].', [1, 3, 10]],
  ['После слова[1] и (в скобках)[2].', [1, 2]],
  ['**[1]** `src/a.ts:1-2`', [1]],
  ['See [1]: it is there.', [1]],
  ['An index items[1], grid[0][1] and fn()[2].', [2]],
  ['Inline `[1]` and ``a ` [2]`` but [3].', [3]],
  ['An unclosed ` tick\n\nthen [1] and ` another.', [1]],
  ['A [1](https://example.com) link and\n[2]: https://example.com', []],
  ['```ts\nconst a = b [1];\n```\nThen [2].', [2]],
  ['````md\n```\n[1]\n```\n[2]\n````\n[3]', [3]],
  ['~~~\n[1]\n```\n[2]\n~~~\n[3]', [3]],
  ['```\nnever closed [1]', []],
  ['Not markers: [0], [1234], [a], [].', []],
])('finds the markers of %j', (text, markers) => {
  expect(markersIn(text)).toEqual(markers);
});

test('gives the paragraphs that a marker stands in', () => {
  expect(paragraphsCiting('One [1].\n\nTwo [2].\n\nThree [1] [2].', 1)).toBe('One [1].\nThree [1] [2].');
});
