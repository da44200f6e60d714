import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readDataset } from './dataset.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dataset-'));
  await writeFile(join(folder, 'corpus.jsonl'), '{"id": 7, "text": "one"}\n{"id": "b", "text": "two"}\n');
});
afterEach(() => rm(folder, { recursive: true }));

test('each document is a file, and relevant ids are its path', async () => {
  await writeFile(join(folder, 'queries.jsonl'), '{"query": "which?", "relevant": ["b", "7"]}\n');
  const { files, questions } = await readDataset(folder, 'md');
  expect(files).toEqual({ 'bbbbbb.md': 'one', 'bbbbbc.md': 'two' });
  expect(questions).toEqual([
    {
      query: 'which?',
      answers: [
        { path: 'bbbbbc.md', lines: null },
        { path: 'bbbbbb.md', lines: null },
      ],
    },
  ]);
});

test('an id without a document and a line of another form are named', async () => {
  await writeFile(join(folder, 'queries.jsonl'), '{"query": "which?", "relevant": ["c"]}\n');
  await expect(readDataset(folder, null)).rejects.toThrow('"c"');
  await writeFile(join(folder, 'queries.jsonl'), '{"query": "which?", "relevant": ["b"]}\n{"question": "?"}\n');
  await expect(readDataset(folder, null)).rejects.toThrow('line 2');
});
