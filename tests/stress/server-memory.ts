import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerProcess } from '../kit/server-process.js';

/** Has a server process tell its memory; see `memory-probe.mjs`. */
export const PROBED = { NODE_OPTIONS: `--import ${new URL('memory-probe.mjs', import.meta.url).href}` };

const LOOK_EVERY_MS = 250;
/** A server that does nothing but its looks from time to time takes less. */
const REST_MS_A_LOOK = 15;

/** Of a process, in bytes, after its garbage was collected. */
export interface ServerMemory {
  /** Objects and strings. */
  readonly heapUsed: number;
  /** Buffers and other memory that objects hold outside of the heap. */
  readonly external: number;
  /** All of it, with what the allocator keeps for later. */
  readonly rss: number;
}

interface Probe extends ServerMemory {
  readonly cpuMs: number;
}

export function memoryOf(server: ServerProcess): Promise<ServerMemory> {
  return probe(server, '/memory');
}

/** Milliseconds of processor time since its start. */
export async function processorTimeOf(server: ServerProcess): Promise<number> {
  return (await probe(server, '/')).cpuMs;
}

/** Gives when the server has nothing to do any more. */
export async function untilAtRest(server: ServerProcess): Promise<void> {
  let before = await processorTimeOf(server);
  for (;;) {
    await sleep(LOOK_EVERY_MS);
    const now = await processorTimeOf(server);
    if (now - before < REST_MS_A_LOOK) return;
    before = now;
  }
}

async function probe({ output }: ServerProcess, path: string): Promise<Probe> {
  const url = output
    .match(/memory probe at (\S+)/g)
    ?.at(-1)
    ?.slice('memory probe at '.length);
  if (url === undefined) throw new Error('The server was not started with the variables of PROBED.');
  return (await (await fetch(`${url}${path}`)).json()) as Probe;
}
