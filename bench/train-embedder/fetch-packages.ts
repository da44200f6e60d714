import { execFile } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PERMISSIVE = /\b(MIT|MIT-0|Apache-2\.0|BSD-[23]-Clause|ISC|0BSD|Unlicense|BlueOak-1\.0\.0)\b/;

const [target] = process.argv.slice(2);
if (target === undefined) throw new Error('Name the folder that the packages go to.');
const folder = resolve(target);
await mkdir(folder, { recursive: true });
for (const name of (await readFile(new URL('packages.txt', import.meta.url), 'utf8')).trim().split('\n')) {
  if (!name.startsWith('#')) process.stdout.write(`${name}: ${await fetchPackage(name)}\n`);
}

/** Unpacks the newest version into a folder of its own, unless its licence is not a permissive one. */
async function fetchPackage(name: string): Promise<string> {
  const into = join(folder, name.replace('/', '+'));
  const { stdout } = await run('npm', ['pack', '--silent', '--ignore-scripts', name], { cwd: folder });
  const archive = join(folder, stdout.trim());
  await mkdir(into, { recursive: true });
  await run('tar', ['xzf', archive, '-C', into, '--strip-components=1']);
  await rm(archive);
  const { license } = JSON.parse(await readFile(join(into, 'package.json'), 'utf8')) as { license?: unknown };
  if (typeof license === 'string' && PERMISSIVE.test(license)) return license;
  await rm(into, { recursive: true });
  return `left out, its licence is ${JSON.stringify(license)}`;
}
