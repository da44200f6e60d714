import { expect, test } from 'vitest';
import { linesOfSymbol } from './declared-lines.js';

const TEXT = `function open(path: string): void;
function open(path: string) {
  return path;
}
class Pool {
  close() {}
}
const queue = {
  close: () => {
    stop();
  },
};
`;

test.each([
  ['open', 2, 4],
  ['Pool', 5, 7],
  ['Pool.close', 6, 6],
  ['queue.close', 9, 11],
])('%s is defined in lines %d to %d', (symbol, startLine, endLine) => {
  expect(linesOfSymbol('a.ts', TEXT, symbol)).toEqual({ startLine, endLine });
});

test('a name that is not defined has no lines', () => {
  expect(linesOfSymbol('a.ts', TEXT, 'Pool.open')).toBeNull();
});
