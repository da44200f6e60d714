import { describe, expect, it } from 'vitest';
import { LineTable } from './line-table.js';
import { markdownPieces } from './markdown-pieces.js';

const TEXT = `${'Some words to fill the section. '.repeat(10)}\n`;

describe('markdownPieces', () => {
  it('follows nested headings and leaves a bare heading with the section below it', () => {
    expect(
      outline(
        `# Tool\n\n${TEXT}\n## Install\n\n### [Docker](#d) \`now\` ##\n${TEXT}\n### npm\n${TEXT}\n## Use\n${TEXT}`,
      ),
    ).toEqual(['1-3 Tool', '5-8 Tool > Install > Docker now', '10-11 Tool > Install > npm', '13-14 Tool > Use']);
  });

  it('takes no heading from code fences, front matter or comments', () => {
    const text = `---\ntitle: x\n# no\n---\n# Yes\n\n\`\`\`\`sh\n# no\n\`\`\`\n# no\n\`\`\`\`\n\n<!--\n# no\n-->\n~~~\n# open to the end\n${TEXT}`;
    expect(outline(text)).toEqual(['1-4 null', '5-18 Yes']);
  });

  it('knows setext headings, and rules and tables that only look like them', () => {
    expect(outline(`Title\n=====\n${TEXT}\nPart\n----\n${TEXT}\n- item\n---\n${TEXT}\n| a |\n---\n${TEXT}`)).toEqual([
      '1-3 Title',
      '5-15 Title > Part',
    ]);
  });

  it('splits a long section at paragraphs', () => {
    expect(outline(`# A\n\n${`${TEXT}\n`.repeat(9)}`)).toEqual(['1-9 A', '11-17 A', '19-19 A']);
  });

  it('lets small sections of one parent share a piece', () => {
    expect(outline('# Log\n\n## 1.1\nFixed a.\n\n## 1.0\nAdded b.\n')).toEqual(['1-7 Log']);
  });
});

function outline(text: string): string[] {
  return markdownPieces(new LineTable(text)).map(
    ({ startLine, endLine, names }) => `${startLine}-${endLine} ${names[0] ?? null}`,
  );
}
