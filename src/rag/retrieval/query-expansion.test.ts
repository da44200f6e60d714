import { expect, test } from 'vitest';
import { analyzeQuery, analyzeText } from './analyzer.js';
import { expandQuery } from './query-expansion.js';

const expanded = (query: string) => new Map(expandQuery(analyzeQuery(query)).map((each) => [each.term, each]));

test.each([
  ['очередь повторов', 'queue retry'],
  ['подписки на события', 'subscription event'],
  ['сборка', 'build'],
  ['список ошибок', 'list error'],
  ['без настроек', 'settings'],
  ['отменяется', 'cancel'],
  ['подписи', 'signature'],
  ['кешировать', 'cache'],
  ['токенов', 'token'],
])('translates %s to %s', (russian, english) => {
  for (const word of analyzeText(english)) expect([...expanded(russian).keys()]).toContain(word);
});

test('weights added words lower than the query and counts them to the same word', () => {
  const terms = expanded('очередь');
  expect(terms.get('очеред')).toEqual({ term: 'очеред', weight: 1, word: 0 });
  expect(terms.get('queue')).toEqual({ term: 'queue', weight: 0.7, word: 0 });
  expect(expanded('delete').get('remov')).toEqual({ term: 'remov', weight: 0.2, word: 0 });
});

test('does not lower a word that the query has itself', () => {
  expect(expanded('delete remove').get('remov')).toEqual({ term: 'remov', weight: 1, word: 1 });
});

test('takes the name of a language for a hint', () => {
  expect(expanded('parse python').get('python')?.weight).toBe(0.2);
  expect(expanded('parse python').get('py')).toEqual({ term: 'py', weight: 0.2, word: 1 });
});

test('leaves words alone that no list has', () => {
  expect([...expanded('plugh').keys()]).toEqual(['plugh']);
});
