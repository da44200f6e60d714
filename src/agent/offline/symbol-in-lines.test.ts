import { expect, test } from 'vitest';
import { symbolInLines } from './symbol-in-lines.js';

const FIRST_LINE = 101;

/** The symbol where line `line` of the text alone is quoted, for every line of it that is not blank. */
function symbolsByLine(symbol: string, language: string | null, ...lines: readonly string[]): (string | null)[] {
  const passage = {
    path: 'a',
    startLine: FIRST_LINE,
    endLine: FIRST_LINE + lines.length - 1,
    contentHash: 'a'.repeat(64),
    version: 1,
    symbol,
    language,
    content: lines.join('\n'),
    origin: 'INDEX',
  } as const;
  return lines.flatMap((line, at) => {
    if (line === '') return [];
    return [symbolInLines(passage, { startLine: FIRST_LINE + at, endLine: FIRST_LINE + at })];
  });
}

test('a function is named by its comment, its head, its body and its end, not by the statements around it', () => {
  const symbols = symbolsByLine(
    'chargeCard',
    'javascript',
    'import { pay } from "./pay.js";',
    '',
    '/** Calls chargeCard of the bank. */',
    'export async function chargeCard(order) {',
    '  return pay(`',
    'card`);',
    '}',
    '',
    'server.on("order", (order) => chargeCard(order));',
  );
  expect(symbols).toEqual([null, ...Array(5).fill('chargeCard'), null]);
});

test('of several definitions those are named that the lines hold', () => {
  const symbols = symbolsByLine(
    'LIMIT, wait',
    'typescript',
    'const LIMIT = 5;',
    'const wait = (ms: number) =>',
    '  sleep(Math.min(ms, LIMIT));',
    'start();',
  );
  expect(symbols).toEqual(['LIMIT', 'wait', 'wait', null]);
});

test('a method is found by its own name, below the head of its class', () => {
  const symbols = symbolsByLine(
    'Cart.total',
    'python',
    'class Cart:',
    '    rate = 1',
    '',
    '    @cached',
    '    def total(',
    '        self,',
    '    ):',
    '        return self.sum * self.rate',
  );
  expect(symbols).toEqual([null, null, ...Array(5).fill('Cart.total')]);
});

test('the later part of a long function is in it, also where it calls itself, but not what follows its end', () => {
  const symbols = symbolsByLine('walk', 'c', '    node = node->next;', '    return walk(node);', '}', '', 'run();');
  expect(symbols).toEqual(['walk', 'walk', 'walk', null]);
});

test('labels and preprocessor lines at the edge do not end what is still open', () => {
  const symbols = symbolsByLine(
    'load',
    'c',
    'int load(void)',
    '{',
    '#ifdef FAST',
    '  go();',
    'out:',
    '  return 0;',
    '}',
  );
  expect(symbols).toEqual(Array(7).fill('load'));
});

test('a table of TOML goes on to the next one', () => {
  const symbols = symbolsByLine(
    'build, tools.snowball-stemmers',
    'toml',
    '[build]',
    'a = 1',
    '',
    '[tools.snowball-stemmers]',
    'b = 2',
  );
  expect(symbols).toEqual(['build', 'build', 'tools.snowball-stemmers', 'tools.snowball-stemmers']);
});

test('every part of a section of Markdown is named by its headings', () => {
  expect(symbolsByLine('Install, run > Docker', 'markdown', 'Then start it.', '', 'Done.')).toEqual([
    'Install, run > Docker',
    'Install, run > Docker',
  ]);
});
