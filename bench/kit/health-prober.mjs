// The worker thread behind responsiveness.ts; plain JavaScript, since it starts without the loader for TypeScript.
// Asks /healthz over one connection, again and again, until it gets a message; answers with the longest time in ms.
import { Agent, get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

const PAUSE_MS = 10;

const agent = new Agent({ keepAlive: true, maxSockets: 1 });
let stopping = false;
parentPort.once('message', () => {
  stopping = true;
});

let longest = 0;
while (!stopping) {
  const start = performance.now();
  await answer();
  longest = Math.max(longest, performance.now() - start);
  await delay(PAUSE_MS);
}
agent.destroy();
parentPort.postMessage(longest);

function answer() {
  return new Promise((resolve, reject) => {
    get(`${workerData.url}/healthz`, { agent }, (response) => {
      response.resume();
      response.once('end', resolve);
    }).once('error', reject);
  });
}
