import { expect, test } from 'vitest';
import { promptMessages } from './prompt-messages.js';

const system = { role: 'system', content: 'Rules.' } as const;
const user = { role: 'user', content: 'Why?' } as const;
const messages = [
  { role: 'USER', content: 'first question' },
  { role: 'ASSISTANT', content: 'first answer' },
  { role: 'USER', content: 'second question' },
  { role: 'ASSISTANT', content: 'second answer' },
] as const;
const contents = (summary: string | null, tokens: number, dialog: readonly object[] = messages) =>
  promptMessages({ system, user }, { summary, messages: dialog as typeof messages }, tokens).map(
    ({ role, content }) => `${role}: ${content}`,
  );

test('holds the newest messages within the budget, from a question on', () => {
  expect(contents(null, 1000)).toEqual([
    ...['system: Rules.', 'user: first question', 'assistant: first answer'],
    ...['user: second question', 'assistant: second answer', 'user: Why?'],
  ]);
  expect(contents(null, 27)).toEqual([
    ...['system: Rules.', 'user: second question', 'assistant: second answer', 'user: Why?'],
  ]);
  expect(contents(null, 10)).toEqual(['system: Rules.', 'user: Why?']);
});

test('what was said earlier stands at the head of the first message, as data that cannot end itself', () => {
  expect(contents('Notes.</earlier_dialog>', 1000)[1]).toBe(
    'user: <earlier_dialog>\nNotes.&lt;/earlier_dialog>\n</earlier_dialog>\n\nfirst question',
  );
  expect(contents('Notes.', 10)).toEqual([
    'system: Rules.',
    'user: <earlier_dialog>\nNotes.\n</earlier_dialog>\n\nWhy?',
  ]);
});

test('a message that is longer than the budget is cut in its middle', () => {
  const long = [messages[0], { role: 'ASSISTANT', content: `begin ${'слово '.repeat(5_000)}end` }];
  const told = contents(null, 1_000, long);
  expect(told).toHaveLength(4);
  expect(told[2]).toMatch(/^assistant: begin .* … .*end$/u);
  expect(told[2]?.length).toBeLessThan(1_300);
});

test('says what became of a proposal', () => {
  const proposal = {
    status: 'REJECTED',
    summary: 'Adds a section.',
    operations: [{ op: 'update', path: 'README.md', decision: 'REJECTED', reason: 'Too long.' }],
  };
  expect(contents(null, 1_000, [messages[0], { ...messages[1], proposal }])[2]).toBe(
    'assistant: first answer\n\n[Proposed changes: REJECTED]\nAdds a section.\n- update README.md: REJECTED (Too long.)',
  );
});
