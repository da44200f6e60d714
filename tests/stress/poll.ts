import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_AGAIN_AFTER_MS = 20;

/** Looks until it gives something; gives that. Rejects after `mostMs`, naming what was awaited. */
export async function poll<T>(what: string, look: () => Promise<T | null>, mostMs = 60_000): Promise<T> {
  const latest = performance.now() + mostMs;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (performance.now() > latest) throw new Error(`Awaited in vain: ${what}.`);
    await sleep(LOOK_AGAIN_AFTER_MS);
  }
}
