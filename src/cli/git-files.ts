import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { CliError } from './cli-error.js';

const run = promisify(execFile);

/**
 * What git lists below `folder`: tracked, and untracked but not ignored. Paths are relative to `folder`, in the file
 * system's own bytes. Null when git does not decide about this folder: it is in no work tree, is itself ignored by the
 * one it is in (a package in node_modules), or there is no git here.
 */
export async function listGitFiles(folder: string): Promise<Buffer[] | null> {
  if (!(await succeeds(folder, ['rev-parse', '--is-inside-work-tree']))) return null;
  if (await succeeds(folder, ['check-ignore', '--quiet', '.'])) return null;
  return splitAtNul(await list(folder));
}

async function list(folder: string): Promise<Buffer> {
  const options = { cwd: folder, encoding: 'buffer', maxBuffer: Number.POSITIVE_INFINITY } as const;
  try {
    return (await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], options)).stdout;
  } catch (error) {
    throw new CliError(`git could not list the files of "${folder}": ${(error as Error).message}`);
  }
}

async function succeeds(folder: string, argv: readonly string[]): Promise<boolean> {
  try {
    await run('git', [...argv], { cwd: folder });
    return true;
  } catch {
    return false;
  }
}

function splitAtNul(output: Buffer): Buffer[] {
  const names: Buffer[] = [];
  for (let start = 0; start < output.length; ) {
    const end = output.indexOf(0, start);
    names.push(output.subarray(start, end));
    start = end + 1;
  }
  return names;
}
