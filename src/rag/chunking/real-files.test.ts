import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sliceLines, splitLines } from '../../shared/source-lines.js';
import { MAX_CHARS } from './chunk-size.js';
import { createChunker } from './chunker.js';

const LANGUAGES: Readonly<Record<string, string>> = {
  ts: 'typescript',
  mts: 'typescript',
  tsx: 'tsx',
  js: 'javascript',
  cjs: 'javascript',
  mjs: 'javascript',
  py: 'python',
  md: 'markdown',
  json: 'json',
  yml: 'yaml',
  sql: 'sql',
};
const PACKAGES = ['graphql', 'graphile-worker', 'pino', 'pg', 'zod', 'typescript'];
const LARGEST_FILE = 300_000;
const FILES_OF_A_PACKAGE = 120;

const chunker = createChunker();

describe('the chunker on real files', () => {
  it.each(PACKAGES)('puts every non-blank line of %s into exactly one chunk, in order', async (name) => {
    const files = filesOf(name);
    expect(files.length).toBeGreaterThan(10);
    for (const file of files) await expectWholeAndOrdered(file, readFileSync(file, 'utf8'), languageOf(file));
  });

  it('does so whatever the language is said to be', async () => {
    const text = readFileSync(join(packageFolder('pino'), 'README.md'), 'utf8');
    for (const language of [
      'typescript',
      'tsx',
      'python',
      'go',
      'rust',
      'java',
      'cpp',
      'csharp',
      'php',
      'ruby',
      'bash',
      'powershell',
      'toml',
      null,
    ]) {
      await expectWholeAndOrdered(`as ${language}`, text, language);
    }
  });

  it('does so with every line ending', async () => {
    const text = readFileSync(join(packageFolder('pino'), 'pino.js'), 'utf8');
    for (const ending of ['\r\n', '\r']) {
      await expectWholeAndOrdered(`pino.js with ${ending}`, text.replaceAll('\n', ending), 'javascript');
    }
  });
});

describe('the chunker on hostile files', () => {
  it.each([
    ['typescript', '['],
    ['typescript', 'class A {\n'],
    ['typescript', 'x = a <'],
    ['javascript', '{a:'],
    ['bash', '<<A\n'],
    ['ruby', '<<A '],
    ['php', '<?php class A {'],
    ['markdown', '<!--\n'],
    ['markdown', '```\n\n'],
    ['yaml', 'a:\n'],
    ['text', '\r'],
    ['text', '\0\ud800'],
  ])('ends on %s made of %j, and reads the next file as ever', async (language, part) => {
    const text = part.repeat(200_000 / part.length);
    await expectWholeAndOrdered(JSON.stringify(part), text, language);
    const next = await chunker.chunk({
      path: 'a.js',
      text: 'function next() {\n  return 1;\n}\n',
      language: 'javascript',
    });
    expect(next.map(({ symbol }) => symbol)).toEqual(['next']);
  });

  it('does not grow over many files', async () => {
    const text = 'function one() {\n  return 1;\n}\n'.repeat(30);
    const parse = async (times: number) => {
      for (let time = 0; time < times; time++) await chunker.chunk({ path: 'a.ts', text, language: 'typescript' });
      return process.memoryUsage().arrayBuffers + process.memoryUsage().external;
    };
    const before = await parse(500);
    expect((await parse(5000)) - before).toBeLessThan(8 * 1024 * 1024);
  });
});

async function expectWholeAndOrdered(name: string, text: string, language: string | null): Promise<void> {
  const chunks = await chunker.chunk({ path: name, text, language });
  const lines = splitLines(text);
  const problems: string[] = [];
  const covered = new Set<number>();
  let last = { startLine: 0, endLine: 0 };
  for (const chunk of chunks) {
    const isPart =
      chunk.startLine === chunk.endLine && chunk.startLine === last.endLine && last.startLine === last.endLine;
    if (chunk.startLine <= last.endLine && !isPart) problems.push(`${chunk.startLine} overlaps`);
    if (chunk.text.length > MAX_CHARS || chunk.text.length === 0) problems.push(`${chunk.startLine} has a wrong size`);
    for (let line = chunk.startLine; line <= chunk.endLine; line++) covered.add(line);
    last = chunk;
  }
  const whole = chunks.filter(({ startLine, endLine }) => startLine < endLine).slice(0, 20);
  for (const { startLine, endLine, text: own } of whole) {
    if (own !== sliceLines(text, startLine, endLine).replaceAll('\0', '\ufffd')) problems.push(`${startLine} differs`);
  }
  for (const [index, line] of lines.entries()) {
    if (line.text.trim() !== '' && !covered.has(index + 1)) problems.push(`${index + 1} is in no chunk`);
  }
  expect({ name, problems }).toEqual({ name, problems: [] });
}

function filesOf(name: string): string[] {
  const files = readdirSync(packageFolder(name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && languageOf(entry.name) !== null)
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => statSync(file).size <= LARGEST_FILE)
    .sort();
  const step = Math.max(1, Math.floor(files.length / FILES_OF_A_PACKAGE));
  return files.filter((_, index) => index % step === 0);
}

function packageFolder(name: string): string {
  return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
}

function languageOf(file: string): string | null {
  return LANGUAGES[file.slice(file.lastIndexOf('.') + 1)] ?? null;
}
