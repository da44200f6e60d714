import { expect, test } from 'vitest';
import { isFollowUp } from './follow-up.js';

test.each([
  'why?',
  'Why not?',
  'and where is it used?',
  'where is it called?',
  'what about errors?',
  'tell me more',
  'go on',
  'and then?',
  'how does that work?',
  'а почему?',
  'почему?',
  'подробнее',
  'и где он используется?',
  'а где это вызывается?',
  'а почему не тысяча?',
  'покажи пример',
  'а если файл пустой?',
  'зачем это нужно?',
])('takes up the previous question: %s', (text) => {
  expect(isFollowUp(text)).toBe(true);
});

test.each([
  'How does the indexer split Markdown files into chunks?',
  'why does retryWithBackoff wait?',
  'where is `Pool` used?',
  'what does this project do?',
  'о чём этот проект?',
  'Authentication',
  'How are database migrations applied?',
  'как устроена очередь задач',
  'and what happens in src/server.ts?',
])('stands on its own: %s', (text) => {
  expect(isFollowUp(text)).toBe(false);
});
