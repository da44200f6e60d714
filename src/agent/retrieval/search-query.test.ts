import { expect, test } from 'vitest';
import { inputOf } from '../../../tests/kit/agent/run-turn.js';
import { searchQuery } from './search-query.js';

const memory = { route: 'PROJECT_QA', question: 'How is the index written?' } as const;

test('a question of its own is searched as it is', () => {
  const text = 'Where are database migrations applied?';
  expect(searchQuery(inputOf({ text, memory }))).toBe(text);
});

test('a follow-up is searched with the question that it takes up', () => {
  expect(searchQuery(inputOf({ text: 'why?', memory }))).toBe('How is the index written?\nwhy?');
  expect(searchQuery(inputOf({ text: 'why?' }))).toBe('why?');
});

test('a follow-up to a follow-up goes back to the last question with a topic', () => {
  const input = inputOf({
    text: 'а ещё?',
    memory: { route: 'PROJECT_QA', question: 'а почему?' },
    history: [
      { role: 'USER', content: 'Как устроена очередь задач?' },
      { role: 'ASSISTANT', content: 'Ближе всего …' },
      { role: 'USER', content: 'а почему?' },
      { role: 'ASSISTANT', content: 'Ближе всего …' },
    ],
  });
  expect(searchQuery(input)).toBe('Как устроена очередь задач?\nа ещё?');
});
