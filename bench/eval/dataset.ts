import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import type { EvalSet } from './eval-set.js';
import { guessExtensions } from './guess-extension.js';

const id = z.union([z.string(), z.number()]).transform(String);
const document = z.object({ id, text: z.string() });
const query = z.object({ query: z.string(), relevant: z.array(id).min(1) });

/**
 * The set in a folder of `corpus.jsonl`, `{"id", "text"}` a line, and `queries.jsonl`, `{"query", "relevant": [id]}` a
 * line. Each document is a file of its own; its extension is `extension`, else guessed from its text. Throws for a line
 * that is not of that form and for an id without a document, naming it.
 */
export async function readDataset(folder: string, extension: string | null): Promise<EvalSet> {
  const documents = await readLines(join(folder, 'corpus.jsonl'), document);
  const queries = await readLines(join(folder, 'queries.jsonl'), query);
  const guessed = extension === null ? guessExtensions(documents.map(({ text }) => text)) : null;
  const paths = new Map(documents.map(({ id }, index) => [id, `${nameOf(index)}.${guessed?.[index] ?? extension}`]));
  const pathOf = (id: string) => {
    const path = paths.get(id);
    if (path === undefined) throw new Error(`queries.jsonl names "${id}", which corpus.jsonl does not have.`);
    return path;
  };
  return {
    name: basename(resolve(folder)),
    files: Object.fromEntries(documents.map(({ id, text }) => [pathOf(id), text])),
    questions: queries.map(({ query, relevant }) => ({
      query,
      answers: [...new Set(relevant)].map((id) => ({ path: pathOf(id), lines: null })),
    })),
    ranked: 'files',
    targets: [],
  };
}

async function readLines<T>(file: string, schema: z.ZodType<T>): Promise<T[]> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const parsed = schema.safeParse(JSON.parse(line));
    if (!parsed.success) throw new Error(`${file}, line ${index + 1}: ${z.prettifyError(parsed.error)}`);
    return [parsed.data];
  });
}

/** Consonants in place of digits: the words of a path are searched, and a document's number must match no question. */
function nameOf(index: number): string {
  return String(index)
    .padStart(6, '0')
    .replace(/\d/g, (digit) => 'bcdfghjklm'[Number(digit)] ?? '');
}
