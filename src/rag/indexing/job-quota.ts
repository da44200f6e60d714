import { LimitError } from '../../shared/errors.js';
import type { JobStore } from './job-store.js';

/** Throws a `LimitError` when the owner has as many unfinished jobs as one may have. */
export async function checkJobQuota(jobs: JobStore, ownerId: string, maxActiveJobs: number): Promise<void> {
  const active = await jobs.countUnfinished(ownerId);
  if (active < maxActiveJobs) return;
  throw new LimitError(
    'QUOTA_EXCEEDED',
    `${active} index jobs are unfinished; the limit is ${maxActiveJobs} (MAX_ACTIVE_JOBS). Wait for some to end.`,
    maxActiveJobs,
    active,
    1_000,
  );
}
