import { diffLines } from 'diff';
import type { SecretFinding } from '../../shared/secrets/secret-finding.js';
import { findSuspectedSecret } from '../../shared/secrets/suspected-secret.js';

const MOST_DIFFERENCES = 2_000;

/** What looks like a credential in use in `after` and was not in `before`, without its value; null when nothing does. */
export function newSecretIn(path: string, before: string, after: string): SecretFinding | null {
  const finding = findSuspectedSecret(path, after);
  if (finding === null || findSuspectedSecret(path, before) === null) return finding;
  const changes = diffLines(before, after, { maxEditLength: MOST_DIFFERENCES });
  if (changes === undefined) return finding;
  const added = changes.flatMap((change) => (change.added ? [change.value] : [])).join('');
  return findSuspectedSecret(path, added);
}
