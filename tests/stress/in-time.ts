import { setTimeout as sleep } from 'node:timers/promises';

/** The work's result. Rejects when it takes longer, with what `unfinished` then tells. */
export async function inTime<T>(work: Promise<T>, mostMs: number, unfinished: () => string): Promise<T> {
  const ended = new AbortController();
  const late = sleep(mostMs, undefined, { signal: ended.signal }).then(() => {
    throw new Error(`Not at its end ${mostMs / 1000} s later: ${unfinished()}`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    ended.abort();
    late.catch(() => undefined);
  }
}
