import { createTwoFilesPatch } from 'diff';
import type { ProposedChangeset, ProposedOperation } from '../../../src/contracts/changeset.js';
import { sha256 } from '../rest-shapes.js';

export function created(path: string, content: string): ProposedOperation {
  const diff = createTwoFilesPatch(path, path, '', content);
  return { op: 'create', path, resultHash: sha256(content), content, diff, rationale: null };
}

export function updated(path: string, base: string, content: string): ProposedOperation {
  const hashes = { baseHash: sha256(base), resultHash: sha256(content) };
  const diff = createTwoFilesPatch(path, path, base, content);
  return { op: 'update', path, ...hashes, content, diff, rationale: `So that ${path} is up to date.` };
}

export function deleted(path: string, base: string): ProposedOperation {
  return {
    op: 'delete',
    path,
    baseHash: sha256(base),
    diff: createTwoFilesPatch(path, path, base, ''),
    rationale: null,
  };
}

export function proposal(...operations: ProposedOperation[]): ProposedChangeset {
  return {
    summary: 'Brings the documents up to date.',
    baseVersion: 1,
    operations,
    checks: operations.map(({ path }) => ({ name: 'path', status: 'PASS', message: null, path })),
  };
}

/** What a client that applied an operation says of it. */
export function appliedFile(operation: ProposedOperation): { path: string; resultHash: string | null } {
  return { path: operation.path, resultHash: 'resultHash' in operation ? operation.resultHash : null };
}
