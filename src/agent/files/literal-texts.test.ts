import { expect, test } from 'vitest';
import { literalTexts } from './literal-texts.js';

test.each([
  ['retryWithBackoff', ['retryWithBackoff']],
  ['run(job)', ['run(job)']],
  ['items[0]', ['items[0]']],
  ['PORT|HOST', ['PORT', 'HOST']],
  ['порт | port', ['порт', 'port']],
  ['function\\s+retryWithBackoff', ['retryWithBackoff']],
  ['retry.*backoff', ['backoff']],
  ['^export class$', ['export class']],
  ['x', []],
  ['', []],
  ['.*', []],
  ['a1|b2|c3|d4|e5|f6', ['a1', 'b2', 'c3', 'd4', 'e5']],
])('%j is looked for as %j', (written, texts) => {
  expect(literalTexts(written)).toEqual(texts);
});
