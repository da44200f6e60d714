import { afterAll, expect, test } from 'vitest';
import { PreparationThread } from './preparation-thread.js';
import { filePreparer } from './prepare-file.js';

const thread = new PreparationThread();

afterAll(() => thread.stop());

const FILES = [
  {
    path: 'src/add.ts',
    content: Buffer.from('export function add(one: number, other: number) {\n  return one + other;\n}\n'),
  },
  { path: 'README.md', content: Buffer.from('# Сложение\n\nДва числа.\n') },
  { path: 'empty.txt', content: Buffer.alloc(0) },
];

test('gives for each file what preparing it here gives', async () => {
  const here = await Promise.all(FILES.map(filePreparer()));
  expect(await Promise.all(FILES.map((file) => thread.prepare(file)))).toEqual(here);
  expect(here.map(({ language, chunks }) => [language, chunks.length])).toEqual([
    ['typescript', 1],
    ['markdown', 1],
    ['text', 0],
  ]);
});

test('rejects what waits when the thread dies, and serves the next file from another', async () => {
  const waiting = Promise.allSettled(FILES.map((file) => thread.prepare(file)));
  await thread.stop();
  expect((await waiting).map(({ status }) => status)).toContain('rejected');
  const [file] = FILES;
  if (file === undefined) throw new Error('There is a file.');
  expect((await thread.prepare(file)).chunks).toHaveLength(1);
});
