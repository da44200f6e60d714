// Loaded into a server process before its own code: tells what the process holds once the garbage is gone.
import { createServer } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc');
  const server = createServer((request, response) => {
    if (request.url === '/memory') {
      // What the first round frees may hold something that only the second can free.
      collectGarbage();
      collectGarbage();
    }
    const { user, system } = process.cpuUsage();
    response.end(JSON.stringify({ ...process.memoryUsage(), cpuMs: (user + system) / 1000 }));
  });
  server.listen(0, '127.0.0.1', () => {
    process.stderr.write(`memory probe at http://127.0.0.1:${server.address().port}\n`);
    server.unref();
  });
}
