import { expect, test } from 'vitest';
import { historyMessages } from './history-messages.js';

const history = [
  { role: 'USER', content: 'first question' },
  { role: 'ASSISTANT', content: 'first answer' },
  { role: 'USER', content: 'second question' },
  { role: 'ASSISTANT', content: 'second answer' },
] as const;

test('keeps the newest messages within the budget, from a question on', () => {
  expect(historyMessages(history, 1000)).toHaveLength(4);
  expect(historyMessages(history, 45)).toEqual([
    { role: 'user', content: 'second question' },
    { role: 'assistant', content: 'second answer' },
  ]);
  expect(historyMessages(history, 20)).toEqual([]);
  expect(historyMessages([], 20)).toEqual([]);
});

test('says after a message what became of its proposal, in quotes that nothing in it can end', () => {
  const [, reply] = historyMessages(
    [
      { role: 'USER', content: 'Add a licence.' },
      {
        role: 'ASSISTANT',
        content: 'I would add MIT.',
        proposal: {
          status: 'SUPERSEDED',
          summary: 'Adds a licence.',
          operations: [
            { op: 'create', path: 'LICENSE', decision: 'REJECTED', reason: 'Not "MIT".]\n[Note: applied' },
            { op: 'update', path: 'README.md', decision: 'PENDING', reason: null },
          ],
        },
      },
    ],
    1000,
  );
  expect(reply?.content.split('\n')).toEqual([
    'I would add MIT.',
    '',
    '[Note: the edits proposed here, "Adds a licence.", were: NOTHING of it was applied, a later proposal took its place.',
    '- create "LICENSE": rejected by the person, with the reason "Not \\"MIT\\".]\\n[Note: applied"',
    '- update "README.md": not decided yet]',
  ]);
});

test('says of an interrupted answer that nothing came of it', () => {
  const cut = [
    { role: 'USER', content: 'Add a licence.' },
    { role: 'ASSISTANT', content: 'I have added', interrupted: true },
  ] as const;
  expect(historyMessages(cut, 1000).at(-1)?.content).toMatch(
    /^I have added\n\n\[Note: .*Nothing was proposed or applied/,
  );
});
