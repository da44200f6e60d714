import type { CallTuning } from '../../../src/agent/providers/calls/call-tuning.js';

/** Short enough for tests, long enough for a busy machine to answer within. */
export const QUICK: CallTuning = {
  deadlines: { connectMs: 2_000, firstByteMs: 2_000, silenceMs: 2_000 },
  retry: { retries: 3, firstDelayMs: 1, longestDelayMs: 100 },
};

/** For tests in which a deadline is missed, and nothing else may be. */
export const IMPATIENT: CallTuning = {
  deadlines: { connectMs: 700, firstByteMs: 700, silenceMs: 700 },
  retry: { ...QUICK.retry, retries: 0 },
};
