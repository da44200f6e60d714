import { expect, test } from 'vitest';
import { languageOf } from './language.js';

test.each([
  ['Where are retries counted?', 'en'],
  ['где используется retryWithBackoff', 'ru'],
  ['Where is the text "Привет" shown?', 'en'],
  ['«Привет»', 'ru'],
  ['main.ts', 'en'],
] as const)('%s is answered in %s', (question, language) => {
  expect(languageOf(question)).toBe(language);
});
