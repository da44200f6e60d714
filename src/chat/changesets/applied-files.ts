import { type FieldError, InvalidInputError } from '../../shared/errors.js';
import type { ChangesetRow, OperationRow } from './changeset-store.js';
import { indexByPath, quote } from './operation-paths.js';

/** A file as it is after the changeset was applied to it. */
export interface AppliedFile {
  readonly path: string;
  /** Null: it was deleted. */
  readonly resultHash?: string | null;
}

/**
 * The changeset with what was applied accepted. What was applied is all of it but the rejected operations, no more and
 * no less: a changeset is applied as a whole, and what is left out has been rejected first. To apply an operation that
 * nobody has decided on is to accept it.
 * Throws an `InvalidInputError` that names each path that is missing or too much, and each hash that is another.
 */
export function acceptApplied(changeset: ChangesetRow, applied: readonly AppliedFile[]): ChangesetRow {
  const { operations } = changeset;
  const problems: FieldError[] = [];
  const given = indexByPath(operations, applied, 'applied', problems);
  const known = new Map(operations.map((operation) => [operation.path, operation]));
  applied.forEach((file, index) => {
    const operation = known.get(file.path.normalize('NFC'));
    if (operation === undefined) return;
    const [field, message] = problemOf(operation, file);
    if (message !== null) problems.push({ path: ['applied', String(index), field], message });
  });
  const missing = operations.filter(({ path, decision }) => decision !== 'REJECTED' && !given.has(path));
  if (missing.length > 0) {
    const paths = missing.map(({ path }) => quote(path)).join(', ');
    problems.push({
      path: ['applied'],
      message: `leaves out ${paths}. A changeset is applied as a whole: apply these too, or reject them first.`,
    });
  }
  if (problems.length > 0) throw new InvalidInputError(problems);
  return {
    ...changeset,
    operations: operations.map((operation) =>
      operation.decision === 'PENDING' ? { ...operation, decision: 'ACCEPTED' as const } : operation,
    ),
  };
}

function problemOf(operation: OperationRow, file: AppliedFile): readonly ['path' | 'resultHash', string | null] {
  if (operation.decision === 'REJECTED') {
    return ['path', `${quote(operation.path)} was rejected. Leave it out, or accept it first.`];
  }
  const expected = operation.resultHash;
  const actual = file.resultHash ?? null;
  if (actual === expected) return ['resultHash', null];
  const rule = expected === null ? 'the operation deletes the file' : `the result is ${expected}`;
  const found = actual === null ? 'null, which says that the file was deleted' : actual;
  return [
    'resultHash',
    `is ${found}, but ${rule}: ${quote(operation.path)} was not applied as proposed. Apply it so, or reject it and send your own file to the index.`,
  ];
}
