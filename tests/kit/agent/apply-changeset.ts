import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { applyPatch } from 'diff';
import { expect } from 'vitest';
import type { ProposedOperation } from '../../../src/contracts/changeset.js';
import { hashOf } from './in-memory-retriever.js';

/**
 * Applies operations to a real folder with the given files, once by their contents and once by their diffs; both must
 * give the promised hashes and leave every other file alone.
 */
export async function expectToApply(
  files: Readonly<Record<string, string | Uint8Array>>,
  operations: readonly ProposedOperation[],
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'project-'));
  try {
    for (const [path, content] of Object.entries(files)) await write(folder, path, content);
    for (const operation of operations) {
      const before = await readText(folder, operation.path);
      expect(before === null ? null : hashOf(before)).toBe(operation.op === 'create' ? null : operation.baseHash);
      const patched = applyPatch(before ?? '', operation.diff, { autoConvertLineEndings: false });
      expect(patched).toBe(operation.op === 'delete' ? '' : operation.content);
      if (operation.op === 'delete') await rm(join(folder, operation.path));
      else await write(folder, operation.path, operation.content);
    }
    for (const operation of operations) {
      const after = await readText(folder, operation.path);
      expect(after === null ? null : hashOf(after)).toBe(operation.op === 'delete' ? null : operation.resultHash);
    }
    const touched = new Set(operations.map(({ path }) => path));
    for (const [path, content] of Object.entries(files)) {
      if (!touched.has(path)) expect(hashOf(await readFile(join(folder, path)))).toBe(hashOf(content));
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function write(folder: string, path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
}

/** The byte order mark included; null when there is no such file. */
async function readText(folder: string, path: string): Promise<string | null> {
  try {
    return await readFile(join(folder, path), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
