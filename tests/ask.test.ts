import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runCommand, startCommand } from './kit/command.js';
import { freshPlace, removeDatabase } from './kit/database.js';
import { manyModules, SHOP } from './kit/projects.js';
import { disposeServer, startServer } from './kit/server.js';
import { environmentOf, type ServerProcess } from './kit/server-process.js';
import type { Files } from './kit/story.js';

const QUESTION = 'Which function adds up the prices of a cart?';

let server: ServerProcess;
let project: string;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => disposeServer(server));

beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'ask-project-'));
});
afterEach(() => rm(project, { recursive: true, force: true }));

async function write(files: Files): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(project, path)), { recursive: true });
    await writeFile(join(project, path), content);
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

const ask = (question = QUESTION) => runCommand('ask', ['--project', project, '--url', server.url, question]);

describe('ask', () => {
  test('indexes a folder, streams the answer and prints its citations as path:start-end', async () => {
    await write(SHOP);
    const { code, stdout, stderr } = await ask();
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('Indexed 5 files') });
    expect(stdout).toMatch(/cartTotal/);
    expect(stdout).toMatch(/^\[1\] src\/cart\.ts:\d+-\d+ +VERIFIED$/m);
  });

  test('sends nothing the second time, and says so', async () => {
    await write(SHOP);
    const first = await ask();
    const second = await ask();
    expect(second.stderr).toContain('Index is up to date');
    expect(second.stderr).toContain('nothing re-indexed');
    expect({ code: second.code, stdout: second.stdout }).toEqual({ code: 0, stdout: first.stdout });
  });

  test('sends only what has changed, and forgets what was deleted', async () => {
    await write({ ...SHOP, 'src/old.ts': 'export const retired = true;\n' });
    await ask();
    await rm(join(project, 'src/old.ts'));
    await write({ 'src/refund.ts': '/** Pays a refund. */\nexport function payRefund(): void {}\n' });
    const { stdout, stderr } = await ask('Which function pays a refund?');
    expect(stderr).toMatch(/Indexed 1 file\b/);
    expect(stdout).toMatch(/^\[1\] src\/refund\.ts:/m);
  });

  test('lists what git would list, and reports what is left out', async () => {
    await write({ ...SHOP, '.gitignore': 'build/\n*.log\n', 'build/out.ts': 'export {};\n', 'a.log': 'x' });
    await writeFile(join(project, 'large.txt'), 'word '.repeat(600_000));
    execFileSync('git', ['init', '-q'], { cwd: project });
    const { code, stderr } = await ask();
    expect(code).toBe(0);
    expect(stderr).toMatch(/Indexed 6 files/);
    expect(stderr).toMatch(/1 file left out: 1 too large/);
  });

  test('starts a server for the run when none answers, and stops it', async () => {
    await write(SHOP);
    const place = await freshPlace();
    const env = { ...environmentOf(place), PORT: String(await freePort()) };
    const first = await runCommand('ask', ['--project', project, QUESTION], env);
    expect(first).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\[1\] src\/cart\.ts:/m) });
    const second = await runCommand('ask', ['--project', project, QUESTION], env);
    expect(second).toMatchObject({ code: 0, stderr: expect.stringContaining('Index is up to date') });
    await removeDatabase(place);
  });

  test('starts none in place of a server that was named by its address', async () => {
    const url = `http://localhost:${await freePort()}`;
    const { code, stdout, stderr } = await runCommand('ask', ['--project', project, '--url', url, QUESTION]);
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: '',
      stderr: `No server answers at ${url}/. Start it there, or leave --url out to have one started for this run.\n`,
    });
  });

  test('interrupted while it indexes leaves nothing broken: the next run goes on', async () => {
    await write(manyModules(300));
    const args = ['--project', project, '--url', server.url, 'What computes figure 77?'];
    const interrupted = startCommand('ask', args);
    await interrupted.says('Indexing');
    interrupted.interrupt();
    expect((await interrupted.result).code).toBe(130);
    const { code, stdout } = await runCommand('ask', args);
    expect(code).toBe(0);
    expect(stdout).toMatch(/figure-77\.ts:/);
  });

  test('names what is wrong with its arguments', async () => {
    const nowhere = await runCommand('ask', ['--project', join(project, 'nowhere'), QUESTION]);
    expect(nowhere).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('nowhere') });
    const silent = await runCommand('ask', ['--project', project]);
    expect(silent).toMatchObject({ code: 2, stderr: expect.stringMatching(/question/) });
  });
});
