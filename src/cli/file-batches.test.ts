import { expect, test } from 'vitest';
import { type BatchLimits, batchFiles, type ReadFile } from './file-batches.js';
import { encodeFile } from './file-content.js';

const KIB = 1024;
const WIDE: BatchLimits = { maxFiles: 1000, maxRawBytes: 1000 * KIB, maxRequestBytes: 10_000 * KIB };

test('bounds a request by the number of its files', async () => {
  const batches = await batch(
    files(7, () => Buffer.from('x')),
    { ...WIDE, maxFiles: 3 },
  );

  expect(batches).toEqual([['f0', 'f1', 'f2'], ['f3', 'f4', 'f5'], ['f6']]);
});

test('bounds a request by its raw bytes, and sends a larger file alone', async () => {
  const sizes = [4, 5, 1, 30, 2, 8];
  const batches = await batch(
    files(6, (n) => Buffer.alloc((sizes[n] ?? 0) * KIB, 'x')),
    {
      ...WIDE,
      maxRawBytes: 10 * KIB,
    },
  );

  expect(batches).toEqual([['f0', 'f1', 'f2'], ['f3'], ['f4', 'f5']]);
});

test('keeps the request below the limit however much the encoding adds', async () => {
  const limits = { ...WIDE, maxRequestBytes: 200 * KIB };
  const growing = files(60, (n) => (n % 2 === 0 ? Buffer.alloc(10 * KIB, 0xff) : Buffer.alloc(10 * KIB, '\u0001')));
  let largest = 0;
  let count = 0;
  for await (const inputs of batchFiles(growing, limits, () => {})) {
    const request = { query: 'mutation …', variables: { input: { changes: inputs.map((upsert) => ({ upsert })) } } };
    largest = Math.max(largest, Buffer.byteLength(JSON.stringify(request)));
    count += inputs.length;
  }

  expect(count).toBe(60);
  expect(largest).toBeLessThanOrEqual(limits.maxRequestBytes);
  expect(largest).toBeGreaterThan(limits.maxRequestBytes / 2);
});

test('leaves out a file that no request has room for, and sends the others', async () => {
  const tooLarge: string[] = [];
  const limits = { ...WIDE, maxRequestBytes: 40 * KIB };
  const given = files(3, (n) => Buffer.alloc(n === 1 ? 30 * KIB : KIB, 0xff));

  expect(await batch(given, limits, (path) => tooLarge.push(path))).toEqual([['f0', 'f2']]);
  expect(tooLarge).toEqual(['f1']);
});

test('makes no request of no files', async () => {
  expect(
    await batch(
      files(0, () => Buffer.alloc(0)),
      WIDE,
    ),
  ).toEqual([]);
});

async function* files(count: number, contentOf: (n: number) => Buffer): AsyncGenerator<ReadFile> {
  for (let n = 0; n < count; n += 1) {
    const bytes = contentOf(n);
    yield { input: encodeFile(`f${n}`, bytes), rawBytes: bytes.length };
  }
}

async function batch(
  given: AsyncIterable<ReadFile>,
  limits: BatchLimits,
  onTooLarge: (path: string) => void = () => {},
) {
  const batches: string[][] = [];
  for await (const inputs of batchFiles(given, limits, onTooLarge)) batches.push(inputs.map(({ path }) => path));
  return batches;
}
