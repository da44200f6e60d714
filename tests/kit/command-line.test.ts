import { execFile } from 'node:child_process';
import { expect, test } from 'vitest';

function called(script: string, argument: string): Promise<{ code: unknown; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', script, argument], (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, stdout, stderr }),
    );
  });
}

test('the commands for developers show their usage, and refuse an option that they do not know in a sentence', async () => {
  const [bench, stress, evaluation] = await Promise.all([
    called('bench/run.ts', '--help'),
    called('tests/stress/run.ts', '--help'),
    called('bench/eval/run.ts', '--colour'),
  ]);
  expect(bench).toEqual({ code: 0, stdout: expect.stringMatching(/^npm run bench -- \[/), stderr: '' });
  expect(stress).toEqual({ code: 0, stdout: expect.stringMatching(/^npm run stress -- \[/), stderr: '' });
  expect(evaluation).toEqual({ code: 1, stdout: '', stderr: "Unknown option '--colour'; --help shows the usage.\n" });
});
