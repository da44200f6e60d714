import { Worker } from 'node:worker_threads';

const SCRAPE_EVERY_MS = 1_000;
const LONGEST_DELAY = /^nodejs_eventloop_lag_max_seconds ([\d.e+-]+)$/m;

export interface Responsiveness {
  /** The longest that the server's event loop was away, by its own monitor of every 10 ms. */
  readonly longestBlockMs: number;
  /** The longest that a request to /healthz took, sent one after the other by a thread of this process. */
  readonly longestAnswerMs: number;
}

/**
 * Watches a server while `work` runs. From the inside: the delay monitor behind /metrics, whose window begins anew at
 * each scrape. From the outside: requests that need nothing but the event loop; they also wait for a free processor.
 */
export async function watchResponsiveness(url: string, work: () => Promise<void>): Promise<Responsiveness> {
  // What happened before the work began falls into this first window.
  await longestDelayMs(url);
  const prober = startProber(url);
  let longestBlockMs = 0;
  let scraping = Promise.resolve();
  const scrape = () => {
    scraping = scraping.then(async () => {
      longestBlockMs = Math.max(longestBlockMs, await longestDelayMs(url));
    });
  };
  const timer = setInterval(scrape, SCRAPE_EVERY_MS);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  scrape();
  await scraping;
  return { longestBlockMs, longestAnswerMs: await prober.stop() };
}

async function longestDelayMs(url: string): Promise<number> {
  const response = await fetch(`${url}/metrics`);
  const value = LONGEST_DELAY.exec(await response.text())?.[1];
  if (value === undefined) throw new Error('/metrics does not tell the delay of the event loop.');
  return Number(value) * 1000;
}

/** A thread of its own: this process is busy with sending, and must not count its own pauses. */
function startProber(url: string): { stop(): Promise<number> } {
  const worker = new Worker(new URL('health-prober.mjs', import.meta.url), { workerData: { url }, execArgv: [] });
  const failed = new Promise<never>((_, reject) => worker.once('error', reject));
  failed.catch(() => undefined);
  return {
    stop: () => {
      const longest = new Promise<number>((resolve) => worker.once('message', resolve));
      worker.postMessage(null);
      return Promise.race([longest, failed]);
    },
  };
}
