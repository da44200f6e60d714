import { Worker } from 'node:worker_threads';
import type { FileToPrepare, PreparedFile } from './prepare-file.js';

/** What the worker thread answers; see preparation-worker.mjs. */
type PreparationAnswer = { readonly prepared: PreparedFile } | { readonly failure: Error };

interface Caller {
  resolve(prepared: PreparedFile): void;
  reject(failure: Error): void;
}

/**
 * Prepares files in a thread of its own, one after the other. Parsing a long file takes most of a second without a
 * pause, in which the main thread would answer nobody; and while the database writes, the next files are prepared.
 *
 * The thread is started with the first file. When it dies the files that wait are rejected, and the next one starts
 * another. It does not keep the process running.
 */
export class PreparationThread {
  #running: { readonly worker: Worker; readonly callers: Caller[] } | null = null;

  prepare(file: FileToPrepare): Promise<PreparedFile> {
    this.#running ??= this.#start();
    const { worker, callers } = this.#running;
    return new Promise((resolve, reject) => {
      callers.push({ resolve, reject });
      worker.postMessage(file);
    });
  }

  /** Ends the thread; files that wait are rejected. */
  async stop(): Promise<void> {
    await this.#running?.worker.terminate();
  }

  #start(): { worker: Worker; callers: Caller[] } {
    const worker = new Worker(new URL('preparation-worker.mjs', import.meta.url), {
      execArgv: [],
      workerData: { isTypeScript: import.meta.url.endsWith('.ts') },
    });
    worker.unref();
    const callers: Caller[] = [];
    worker.on('message', (answer: PreparationAnswer) => {
      const caller = callers.shift();
      if ('failure' in answer) caller?.reject(answer.failure);
      else caller?.resolve(answer.prepared);
    });
    const fail = (error: Error) => {
      if (this.#running?.worker === worker) this.#running = null;
      for (const caller of callers.splice(0)) caller.reject(error);
    };
    worker.on('error', fail);
    worker.on('exit', () => fail(new Error('The thread that prepares files has stopped.')));
    return { worker, callers };
  }
}
