import { expect, test } from 'vitest';
import { askForFunctions } from './function-questions.js';

const TEXT = `/** Adds two numbers together quickly. */
function add(a, b) {
  return a + b;
}

/** Short one. */
function short() {}

/** Halves a number in place. */
function halve(it) {
  return it / 2;
}
`;

test('asks for functions by what is said of them, which is taken out of the code', () => {
  const { files, questions } = askForFunctions({ 'a.js': TEXT });
  expect(files['a.js']?.split('\n').slice(0, 6)).toEqual([
    'function add(a, b) {',
    '  return a + b;',
    '}',
    '',
    '/** Short one. */',
    'function short() {}',
  ]);
  expect([...questions].sort((one, other) => (one.query < other.query ? -1 : 1))).toEqual([
    { query: 'Adds two numbers together quickly.', answers: [{ path: 'a.js', lines: { startLine: 1, endLine: 3 } }] },
    { query: 'Halves a number in place.', answers: [{ path: 'a.js', lines: { startLine: 8, endLine: 10 } }] },
  ]);
});

test('a sentence that stands above two functions asks for none', () => {
  expect(askForFunctions({ 'a.js': TEXT, 'b.js': TEXT }).questions).toEqual([]);
});
