import { expect, test } from 'vitest';
import { withoutJsonComments } from './json-comments.js';

test.each([
  ['{"a": 1} // end', { a: 1 }],
  ['/* a\n b */ [1, 2,]', [1, 2]],
  ['{"url": "http://x", /* , */ "b": [1, /* , */ ],\n}', { url: 'http://x', b: [1] }],
  ['{"a": "\\"// no, }"}', { a: '"// no, }' }],
  ['["/*", "*/"]', ['/*', '*/']],
])('%j is read without its comments and trailing commas', (text, value) => {
  const plain = withoutJsonComments(text);
  expect(JSON.parse(plain)).toEqual(value);
  expect(plain.split('\n').map((line) => line.length)).toEqual(text.split('\n').map((line) => line.length));
});

test('what is no JSON for other reasons stays none', () => {
  for (const text of ['{a: 1}', '[1 /* 2 */ 3]', '[,]]', '{"a": "unended // }']) {
    expect(() => JSON.parse(withoutJsonComments(text))).toThrow();
  }
});
