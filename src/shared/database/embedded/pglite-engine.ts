import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { fillFolder } from './fill-folder.js';
import type { ProtocolEngine } from './protocol-engine.js';

/**
 * How much of a WebAssembly function is run before V8 translates it anew with its optimising compiler; its own number is
 * 1.8 million in Node 20. A start calls thousands of PGlite's functions often enough for that and hardly ever again:
 * waiting longer takes a third of the processor time from it, and indexing a project, whose parsers are WebAssembly too,
 * takes no longer.
 */
const RUN_BEFORE_OPTIMISING = 60_000_000;

/** What the worker thread answers; see pglite-worker.mjs. */
type Answer = { readonly answer: Uint8Array } | { readonly failure: Error };

interface Caller {
  resolve(answer: Uint8Array): void;
  reject(failure: Error): void;
}

/**
 * Starts PGlite with pgvector on a folder, which it fills when empty. Rejects when the folder cannot be used.
 *
 * PGlite runs in a worker thread: it computes without a pause, and on the main thread a batch of 200 vectors would
 * keep every timer and socket of the server waiting for some 200 ms.
 */
export async function openPgliteEngine(folder: string): Promise<ProtocolEngine> {
  await fillFolder(folder);
  setFlagsFromString(`--wasm-tiering-budget=${RUN_BEFORE_OPTIMISING}`);
  const worker = new Worker(new URL('pglite-worker.mjs', import.meta.url), { workerData: { folder }, execArgv: [] });
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  await Promise.race([once(worker, 'message'), exited.then(() => Promise.reject(stopped()))]);
  const callers: Caller[] = [];
  let failure: Error | null = null;
  let closing = false;
  let tellFailed: (failure: Error) => void = () => undefined;
  const failed = new Promise<Error>((resolve) => (tellFailed = resolve));
  const fail = (error: Error) => {
    failure ??= error;
    for (const caller of callers.splice(0)) caller.reject(failure);
    if (!closing) tellFailed(failure);
  };
  worker.on('message', (message: Answer) => {
    if ('failure' in message) fail(message.failure);
    else callers.shift()?.resolve(message.answer);
  });
  worker.on('error', fail);
  worker.on('exit', () => fail(stopped()));
  return {
    failed,
    abandon: (reason) => {
      fail(reason);
      void worker.terminate();
    },
    exchange: (request) =>
      new Promise((resolve, reject) => {
        if (failure !== null) return reject(failure);
        callers.push({ resolve, reject });
        // A copy of its own size, since what is transferred is gone here, and small buffers share their memory.
        const bytes = new Uint8Array(request);
        worker.postMessage(bytes, [bytes.buffer]);
      }),
    close: async () => {
      closing = true;
      worker.postMessage(null);
      await exited;
    },
  };
}

function stopped(): Error {
  return new Error('The embedded database has stopped.');
}
