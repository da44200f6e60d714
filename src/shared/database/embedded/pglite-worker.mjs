// The worker thread behind pglite-engine.ts. Plain JavaScript, because a worker thread starts without the loader that
// reads TypeScript.
//
// In: a Uint8Array of frontend messages, or null to close. Out, in the same order: first `{}` once PGlite is ready, then
// for each message `{ answer }`, a Uint8Array, or `{ failure }`, an Error.
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';

const pglite = await PGlite.create({ dataDir: workerData.folder, extensions: { vector } });
let previous = Promise.resolve();

parentPort.on('message', (request) => {
  previous = previous.then(() => (request === null ? close() : answer(request)));
});
parentPort.postMessage({});

async function answer(request) {
  try {
    const answer = await exchange(request);
    parentPort.postMessage({ answer }, [answer.buffer]);
  } catch (failure) {
    parentPort.postMessage({ failure });
  }
}

async function exchange(request) {
  const chunks = [];
  // Unlike execProtocolRaw this does not parse the answer as well, which pg is about to do.
  await pglite.execProtocolRawStream(request, {
    // The chunk is a window on the engine's memory and is overwritten by the next one.
    onRawData: (chunk) => chunks.push(chunk.slice()),
  });
  const answer = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    answer.set(chunk, offset);
    offset += chunk.length;
  }
  return answer;
}

async function close() {
  await pglite.close();
  parentPort.close();
}
