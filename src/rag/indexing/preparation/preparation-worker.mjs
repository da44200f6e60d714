// The worker thread behind preparation-thread.ts. Plain JavaScript, because a worker thread starts without the loader
// that reads TypeScript; beside files that were not translated it brings its own.
//
// In: a FileToPrepare. Out, in the same order: `{ prepared }`, a PreparedFile, or `{ failure }`, an Error.
import { parentPort, workerData } from 'node:worker_threads';

if (workerData.isTypeScript) (await import('tsx/esm/api')).register();
const { filePreparer } = await import('./prepare-file.js');

const prepareFile = filePreparer();
let previous = Promise.resolve();

parentPort.on('message', (file) => {
  previous = previous.then(() => answer(file));
});

async function answer(file) {
  try {
    parentPort.postMessage({ prepared: await prepareFile(file) });
  } catch (failure) {
    parentPort.postMessage({ failure });
  }
}
