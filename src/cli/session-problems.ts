import { SessionProblemsDocument, type SessionProblemsQuery } from '../generated/documents/graphql.js';
import { counted, grouped } from './counted.js';
import type { ServerConnection } from './server-connection.js';

type Coverage = NonNullable<SessionProblemsQuery['ragSession']>['coverage'];

const REASONS = {
  binary: 'binary',
  generated: 'generated',
  minified: 'minified',
  tooLarge: 'too large',
  secretSuspected: 'may hold a secret',
  undecodable: 'in an unknown encoding',
  ignored: 'ignored',
  embeddingFailed: 'failed to embed and will be tried again when sent again',
} as const satisfies Partial<Record<keyof Coverage, string>>;

/** `5 of 1,240 files cannot be searched: 4 binary, 1 generated`; null when all can be. */
export async function sessionProblems(connection: ServerConnection, sessionId: string): Promise<string | null> {
  const { ragSession } = await connection.execute(SessionProblemsDocument, { sessionId });
  if (ragSession === null) return null;
  const { coverage } = ragSession;
  const reasons = Object.entries(REASONS)
    .map(([field, words]) => ({ count: coverage[field as keyof typeof REASONS].totalCount, words }))
    .filter(({ count }) => count > 0);
  if (reasons.length === 0) return null;
  const total = reasons.reduce((sum, { count }) => sum + count, 0);
  const listed = reasons.map(({ count, words }) => `${grouped(count)} ${words}`).join(', ');
  return `${grouped(total)} of ${counted(coverage.files, 'file')} cannot be searched: ${listed}`;
}
