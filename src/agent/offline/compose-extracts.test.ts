import { expect, test } from 'vitest';
import type { FilePassage } from '../turn-state.js';
import { composeExtracts } from './compose-extracts.js';
import { PHRASES } from './phrases.js';

const passage = (path: string, content: string, changes: Partial<FilePassage> = {}): FilePassage => ({
  path,
  startLine: 1,
  endLine: content.split('\n').length,
  contentHash: 'a'.repeat(64),
  version: 1,
  symbol: null,
  language: null,
  content,
  origin: 'INDEX',
  ...changes,
});
const queue = passage('src/queue.ts', 'export function enqueue() {}', { symbol: 'enqueue', language: 'typescript' });
const readme = passage('README.md', '```sh\nnpm start\n```');

test('an English question gets an English answer with a finding and numbered passages', () => {
  const { text, citedLines } = composeExtracts({
    language: 'en',
    query: 'enqueue',
    passages: [queue, readme],
    coverage: 1,
  });
  expect(text).toBe(`\`enqueue\` in \`src/queue.ts:1\` is the closest match [1]. Other matching places follow it.

**[1]** \`src/queue.ts:1\` · \`enqueue\`

\`\`\`typescript
export function enqueue() {}
\`\`\`

**[2]** \`README.md:1-3\`

\`\`\`\`md
\`\`\`sh
npm start
\`\`\`
\`\`\`\`

${PHRASES.en.noModelWroteThis}`);
  expect(citedLines).toEqual([
    { marker: 1, startLine: 1, endLine: 1 },
    { marker: 2, startLine: 1, endLine: 3 },
  ]);
});

test('a Russian question gets a Russian answer', () => {
  const { text } = composeExtracts({ language: 'ru', query: 'очередь', passages: [queue], coverage: 1 });
  expect(text).toBe(`Ближе всего к вопросу \`enqueue\` в \`src/queue.ts:1\` [1].

**[1]** \`src/queue.ts:1\` · \`enqueue\`

\`\`\`typescript
export function enqueue() {}
\`\`\`

${PHRASES.ru.noModelWroteThis}`);
});

test('below the threshold it says that there is no clear answer, and shows the three nearest places', () => {
  const passages = ['a.ts', 'b.ts', 'c.ts', 'd.ts'].map((path) => passage(path, 'x'));
  const { text, citedLines } = composeExtracts({ language: 'en', query: 'zebra', passages, coverage: 0.2 });
  expect(text.startsWith(`${PHRASES.en.notFound}\n\n**[1]** \`a.ts:1\``)).toBe(true);
  expect(citedLines.map((lines) => lines.marker)).toEqual([1, 2, 3]);
});

test('with nothing near it says so', () => {
  const { text } = composeExtracts({ language: 'ru', query: 'зебра', passages: [], coverage: 0 });
  expect(text).toBe(`${PHRASES.ru.nothingNear}\n\n${PHRASES.ru.noModelWroteThis}`);
});

test('an attached file is the finding whatever the search covered', () => {
  const attached = { ...readme, origin: 'ATTACHMENT' as const };
  const { text } = composeExtracts({ language: 'en', query: 'start', passages: [attached, queue], coverage: 0 });
  expect(text).toMatch(/^In the attached file, the lines closest to the question are `README\.md:1-3` \[1\]\./);
});

test('shows at most twelve lines of a passage and cuts very long ones', () => {
  const long = passage('a.json', Array.from({ length: 50 }, () => 'y'.repeat(1000)).join('\n'));
  const { text, citedLines } = composeExtracts({ language: 'en', query: 'y', passages: [long], coverage: 1 });
  expect(citedLines).toEqual([{ marker: 1, startLine: 1, endLine: 12 }]);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(300);
});

const CHARGE = `import http from 'node:http';

const rates = load();

export async function chargeCard(order) {
  const card = order.card;
  if (card === undefined) throw new Error('no card');
  const amount = order.items.reduce((sum, item) => sum + item.price, 0);
  let tries = 0;
  while (tries < 3) {
    tries += 1;
    const reply = await pay(card, amount);
    if (reply.ok) return reply;
  }
  throw new Error('card refused');
}

http.createServer((request, response) => {
  response.end('the server answers');
}).listen(3000);`;
const charge = (content: string) => passage('src/index.js', content, { symbol: 'chargeCard', language: 'javascript' });

test('the finding and the quote name the same lines, and the symbol only where they hold it', () => {
  const asked = { language: 'en', passages: [charge(CHARGE)], coverage: 1 } as const;
  const charged = composeExtracts({ ...asked, query: 'where is the card charged: chargeCard' });
  expect(charged.text).toMatch(/^`chargeCard` in `src\/index\.js:5-16` is the closest match \[1\]\./);
  expect(charged.text).toContain('**[1]** `src/index.js:5-16` · `chargeCard`\n');
  const served = composeExtracts({ ...asked, query: 'what does the server answer' });
  expect(served.text).toMatch(
    /^`src\/index\.js:18-20` is the closest match \[1\]\.\n\n\*\*\[1\]\*\* `src\/index\.js:18-20`\n/,
  );
});

test('a quote takes the bracket that closes it, and says where its block goes on', () => {
  const longer = (lines: number) =>
    CHARGE.replace('  let tries = 0;', ['  let tries = 0;', ...Array(lines).fill('  audit(card);')].join('\n'));
  const asked = { language: 'en', query: 'chargeCard', coverage: 1 } as const;
  const closed = composeExtracts({ ...asked, passages: [charge(longer(1))] });
  expect(closed.citedLines).toEqual([{ marker: 1, startLine: 5, endLine: 17 }]);
  expect(closed.text).toContain("  throw new Error('card refused');\n}\n```\n\nNo language model");
  const cut = composeExtracts({ ...asked, passages: [charge(longer(2))] });
  expect(cut.citedLines).toEqual([{ marker: 1, startLine: 5, endLine: 16 }]);
  expect(cut.text).toContain('    if (reply.ok) return reply;\n  }\n```\n\n…\n\nNo language model');
});
