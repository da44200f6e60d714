// Translates src/ to JavaScript in dist/, file by file; whatever is no TypeScript is copied. A server starts in half the
// processor time that translating while it loads would take. Types are checked elsewhere: `npm run check`.
import { readFileSync } from 'node:fs';
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('.', import.meta.url));
const COPIED = ['.mjs', '.txt', '.bin'];

const { outputFiles } = await build({
  absWorkingDir: ROOT,
  entryPoints: await sources(),
  outdir: 'dist',
  outbase: 'src',
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  loader: Object.fromEntries(COPIED.map((ending) => [ending, 'copy'])),
  write: false,
  logLevel: 'warning',
});
await Promise.all(outputFiles.map(writeChanged));

async function sources() {
  const files = await readdir(join(ROOT, 'src'), { recursive: true });
  return files
    .filter(
      (file) => (file.endsWith('.ts') && !/\.(test|d)\.ts$/.test(file)) || COPIED.some((end) => file.endsWith(end)),
    )
    .map((file) => join('src', file));
}

/** A server that starts at this moment from the same folder reads each file whole, and an unchanged one in peace. */
async function writeChanged({ path, contents }) {
  if (isSame(path, contents)) return;
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, contents);
  await rename(draft, path);
}

function isSame(path, contents) {
  try {
    return readFileSync(path).equals(contents);
  } catch {
    return false;
  }
}
