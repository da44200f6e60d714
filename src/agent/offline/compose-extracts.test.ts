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
