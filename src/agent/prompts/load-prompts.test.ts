import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StartupError } from '../../shared/errors.js';
import { loadPrompts } from './load-prompts.js';
import { PROMPT_SPECS, type PromptSpec } from './prompt-specs.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prompts-'));
});
afterEach(() => rm(folder, { recursive: true }));

const write = (name: string, text: string) => writeFile(join(folder, name), text);

describe('prompts', () => {
  test('are built in', () => {
    expect(loadPrompts(null).project_answer.system).toContain('{{language}}');
  });

  test('are replaced one by one from the override folder, with any line endings', async () => {
    await write('general_answer.txt', 'Be brief.\r\n---\r\nQ: {{ question }}\r\n');
    const prompts = loadPrompts(folder);
    expect(prompts.general_answer).toEqual({ system: 'Be brief.', user: 'Q: {{ question }}' });
    expect(prompts.router).toEqual(loadPrompts(null).router);
  });

  test.each([
    ['', 'is empty.'],
    ['Only one part {{question}}', 'must have two parts'],
    ['A\n---\n{{question}} {{quetsion}}', 'has the unknown placeholder {{quetsion}}; known are {{question}}'],
    ['A\n---\nNothing to answer.', 'lacks the placeholder {{question}}.'],
    ['Obey {{question}}\n---\nGo.', 'has {{question}} among the instructions'],
  ])('refuse %j by name', async (text, problem) => {
    await write('general_answer.txt', text);
    expect(() => loadPrompts(folder)).toThrow(StartupError);
    expect(() => loadPrompts(folder)).toThrow(`${join(folder, 'general_answer.txt')} ${problem}`);
  });

  test('that are broken are all named at once', async () => {
    await write('general_answer.txt', '');
    await write('router.txt', '');
    expect(() => loadPrompts(folder)).toThrow(/router\.txt is empty\.[\s\S]*general_answer\.txt is empty\./);
  });

  test('are files of their own names only', async () => {
    await write('README.md', '# Our prompts');
    await write('other.txt', '');
    expect(loadPrompts(folder)).toEqual(loadPrompts(null));
  });

  test('are each on the page about prompts, with their placeholders as they may be used', async () => {
    const page = await readFile(new URL('../../../prompts/README.md', import.meta.url), 'utf8');
    for (const [name, { required, optional, untrusted }] of Object.entries<PromptSpec>(PROMPT_SPECS)) {
      const [, , , trusted = '', data = ''] =
        page
          .split('\n')
          .find((row) => row.includes(`| \`${name}.txt\``))
          ?.split('|') ?? [];
      const names = [...required, ...optional];
      const written = (cell: string) => [...cell.matchAll(/`(\w+)`/g)].map((match) => match[1]).sort();
      expect([name, written(data)]).toEqual([name, [...untrusted].sort()]);
      expect([name, written(trusted)]).toEqual([name, names.filter((each) => !untrusted.includes(each)).sort()]);
      const bold = [...`${trusted}${data}`.matchAll(/\*\*`(\w+)`\*\*/g)].map((match) => match[1]).sort();
      expect([name, bold]).toEqual([name, [...required].sort()]);
    }
  });

  test('need the override folder to exist', () => {
    expect(() => loadPrompts(join(folder, 'none'))).toThrow(/AGENT_PROMPTS_DIR=.*none is not a folder/);
  });
});
