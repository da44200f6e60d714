import { describe, expect, it } from 'vitest';
import { TARGET_CHARS, TINY_CHARS } from './chunk-size.js';
import { createChunker } from './chunker.js';

const chunker = createChunker();

describe('the chunker on code', () => {
  it('gives a function with its comment, decorators and export, and merges imports and constants', async () => {
    const text = `import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';

const LIMIT = 5;
const FOLDER = join('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
const NAMES = ['one', 'two', 'three', 'four', 'five', 'six'];
const OTHERS = ['seven', 'eight'];

// A remark that belongs to nothing in particular, but is too long to be left with what happens to stand around it, so
// that it has to stay where it is. It says nothing that anyone would ever search for, and is here for its length only.

/**
 * Reads the file.
 */
export async function read(name: string): Promise<string> {
  return readFile(name, 'utf8');
}

@Injectable()
export class Reader {
  read = () => inspect(LIMIT);
}
`;
    expect(await outline('typescript', text)).toEqual(['1-11 null', '13-18 read', '20-23 Reader']);
  });

  it('divides a large class into its methods and keeps the closing bracket with the last', async () => {
    const filler = `    // ${'x'.repeat(90)}\n`.repeat(9);
    const text = `/** Serves. */\nclass Server {\n  private port = 1;\n\n  /** Starts it. */\n  start() {\n${filler}  }\n\n  stop = async () => {\n${filler}  };\n}\n`;
    expect(await outline('typescript', text)).toEqual(['1-16 Server.start', '18-29 Server.stop']);
  });

  it('divides a long function between its statements and keeps its name', async () => {
    const text = `function long() {\n${'  call(withSomeArgument, andAnother);\n'.repeat(200)}}\n`;
    const chunks = await chunker.chunk({ path: 'a.js', text, language: 'javascript' });
    expect(new Set(chunks.map(({ symbol }) => symbol))).toEqual(new Set(['long']));
    expect(chunks.length).toBeGreaterThan(4);
    expect(Math.max(...chunks.map((chunk) => chunk.text.length))).toBeLessThanOrEqual(TARGET_CHARS + TINY_CHARS);
  });

  it('names functions wherever a long function or a namespace holds them', async () => {
    const inner = `  function inner() {\n${'    call();\n'.repeat(50)}  }\n`;
    const text = `export const outer = () => {\n  const local = 1;\n${inner}${'  call();\n'.repeat(400)}};\n`;
    expect(await outline('typescript', text)).toContain('1-54 outer.inner');
    const namespaced = 'namespace A.B\n{\n    class C\n    {\n        void M()\n        {\n        }\n    }\n}\n';
    expect(await outline('csharp', namespaced)).toEqual(['1-9 C']);
  });

  it('keeps docstrings with their function, and a method of Go or C++ with its type', async () => {
    const python =
      'import os\n\n\n@cached\ndef area(r):\n    """The area.\n\n    In metres."""\n    return r\n\n\ndef other(a):\n    b = a\n    return b\n';
    expect(await outline('python', python)).toEqual(['1-9 area', '12-14 other']);
    const go = 'package a\n\n// Start listens.\nfunc (s *Server[T]) Start() error {\n\treturn nil\n}\n';
    expect(await outline('go', go)).toEqual(['1-6 Server.Start']);
    const cpp = '// Sums.\nint Foo::sum(std::vector<int> &a) {\n  return a[0];\n}\n';
    expect(await outline('cpp', cpp)).toEqual(['1-4 Foo.sum']);
  });

  it('parts neighbours that are alike and named differently, and joins overloads', async () => {
    const text = `function f(a: string): void;\nfunction f(a: number): void;\nfunction f(a: unknown) {\n  return a;\n}\n\nfunction g() {\n  return 1;\n}\n`;
    expect(await outline('typescript', text)).toEqual(['1-5 f', '7-9 g']);
  });

  it('finds the functions around a syntax error', async () => {
    const text = `function a() {\n  return 1;\n}\n\nconst = = 5;\n\nfunction b() {\n  return 2;\n}\n`;
    const found = await outline('javascript', text);
    expect(found).toEqual(['1-3 a', '5-9 b']);
  });
});

describe('the chunker on other text', () => {
  it('gives nothing for a file without text', async () => {
    for (const text of ['', '\n\n', ' \t\r\n']) {
      for (const language of ['typescript', 'markdown', 'yaml', null])
        expect(await outline(language, text)).toEqual([]);
    }
  });

  it('follows the keys of YAML and the statements of SQL', async () => {
    const yaml = `${section('services')}\n# About volumes.\n${section('volumes')}`;
    expect(await outline('yaml', yaml)).toEqual(['1-41 services', '43-84 volumes']);
    const sql = `-- Users.\nCREATE TABLE IF NOT EXISTS "users" (\n${'  name text,\n'.repeat(70)});\n\nCREATE INDEX i ON users (name);\n`;
    expect((await outline('sql', sql))[0]).toMatch(/ users, i$/);
  });

  it('splits a line over the bound by characters, never inside one', async () => {
    const text = `short\n${'😀'.repeat(3001)}\nlast`;
    const chunks = await chunker.chunk({ path: 'a', text, language: null });
    const long = chunks.filter(({ startLine, endLine }) => startLine === 2 && endLine === 2);
    expect(long.map((chunk) => chunk.text).join('')).toBe('😀'.repeat(3001));
    expect(long.every((chunk) => chunk.text.length <= 4000 && !/\p{Surrogate}/u.test(chunk.text))).toBe(true);
  });

  it('replaces NULs, which PostgreSQL refuses', async () => {
    const [chunk] = await chunker.chunk({ path: 'a', text: 'a\0b', language: null });
    expect(chunk).toEqual({ startLine: 1, endLine: 1, symbol: null, text: 'a\ufffdb' });
  });
});

function section(key: string): string {
  return `${key}:\n${'  - some entry of the list below\n'.repeat(40)}`;
}

async function outline(language: string | null, text: string): Promise<string[]> {
  const chunks = await chunker.chunk({ path: 'file', text, language });
  return chunks.map(({ startLine, endLine, symbol }) => `${startLine}-${endLine} ${symbol}`);
}
