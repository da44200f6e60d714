import type { ClientLimits } from '../../../src/agent/confluence/confluence-client.js';
import { ConfluencePageReader } from '../../../src/agent/confluence/confluence-page-reader.js';
import type { ConfluenceSite } from '../../../src/agent/confluence/confluence-settings.js';
import type { FakeConfluence } from '../../fakes/confluence/fake-confluence.js';

/** Short enough for tests, long enough for a busy machine to answer within. */
const QUICK: ClientLimits = {
  deadlines: { connectMs: 2_000, firstByteMs: 2_000, silenceMs: 2_000 },
  totalMs: 10_000,
  mostBytes: 100_000,
};

export interface ReaderChanges {
  readonly credentials?: ConfluenceSite['credentials'];
  readonly basePath?: string | null;
  readonly limits?: Partial<ClientLimits>;
  readonly caFile?: string;
}

/** Our reader with these fakes as its listed sites, and a personal access token for each. */
export function pageReaderOf(
  fakes: readonly Pick<FakeConfluence, 'origin' | 'token'>[],
  changes: ReaderChanges = {},
): ConfluencePageReader {
  const sites = fakes.map(({ origin, token }) => ({
    origin,
    basePath: changes.basePath ?? null,
    credentials: changes.credentials === undefined ? { kind: 'bearer' as const, token } : changes.credentials,
  }));
  return new ConfluencePageReader({ sites, caFile: changes.caFile ?? null }, { ...QUICK, ...changes.limits });
}
