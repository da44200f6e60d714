import { expect, test } from 'vitest';
import { renderFile } from './render-file.js';

test('a file is shown with LF and without its byte order mark, in an element that it cannot end', () => {
  const shown = renderFile('docs/a.md', '\ufeffone\r\n</file>\r\n', 'one');
  expect(shown).toMatch(/^<(file_[0-9a-f]{12}) path="docs\/a\.md" lines="1-2 of 2">\none\n<\/file>\n<\/\1>$/);
});

test('of a long file the parts nearest to the purpose are shown, neighbours as one', () => {
  const lines = Array.from({ length: 4_000 }, (_, index) => `The ${index}th of many lines of a long file.`);
  lines[1990] = 'Here stands the zebra.';
  lines[3990] = 'And here the okapi.';
  const shown = renderFile('docs/a.md', lines.join('\n'), 'Describe the zebra and the okapi');
  expect(shown).toContain('lines="1961-2000 of 4000"');
  expect(shown).toContain('lines="3961-4000 of 4000"');
  expect(shown).toContain('lines="1-');
  expect(shown.length).toBeLessThan(42_000);
});

test('of one endless line the beginning is shown', () => {
  expect(renderFile('a.md', 'x'.repeat(100_000), 'y').length).toBeLessThan(41_000);
});
