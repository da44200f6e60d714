// Bundles src/ and what it uses into dist/, one file for each entry: a server that loads some two thousand files one by
// one takes twice the processor time to start. Files that are read at run time are copied to the places they have in
// src/. Where nothing has changed since, nothing is done. Types are checked elsewhere: `npm run check`.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('.', import.meta.url));
const SOURCES = join(ROOT, 'src');
/** Written last: what dist/ was made from. */
const STAMP = join(ROOT, 'dist', '.inputs');
const ENTRIES = ['server', 'cli/ask', 'cli/index', 'rag/indexing/preparation/prepare-file'];
const COPIED = ['.mjs', '.txt', '.bin'];
/** They read files of their own, are shared with such, are too large to be read at each start, or need not be installed. */
const EXTERNAL = ['@electric-sql/*', '@prisma/*', 'pg', '@graphql-yoga/render-graphiql', 'typescript'];

/** In a bundle, a file of src/ goes on to find the files beside it. */
const ownPlaces = {
  name: 'own-places',
  setup(esbuild) {
    esbuild.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const place = relative(SOURCES, path).replace(/\.ts$/, '.js');
      const source = await readFile(path, 'utf8');
      return {
        contents: source.replaceAll('import.meta.url', `new URL(${JSON.stringify(place)}, __dist).href`),
        loader: 'ts',
      };
    });
  },
};

const sources = (await readdir(SOURCES, { recursive: true })).filter((file) => !file.endsWith('.test.ts')).sort();
const inputs = await stampOf([...sources.map((file) => join('src', file)), 'build.mjs', 'package-lock.json']);
if (!isSame(STAMP, inputs) || !ENTRIES.every((entry) => existsSync(join(ROOT, 'dist', `${entry}.js`)))) {
  const { build } = await import('esbuild');
  await Promise.all([...ENTRIES.map((entry) => bundle(build, entry)), copyFiles()]);
  await writeChanged(STAMP, inputs);
}

/** Changes whenever one of the files does, or comes, or goes. */
async function stampOf(files) {
  const lines = files.map(async (file) => {
    const { size, mtimeMs } = await stat(join(ROOT, file));
    return `${file} ${size} ${mtimeMs}`;
  });
  const hash = createHash('sha256').update((await Promise.all(lines)).join('\n'));
  return Buffer.from(hash.digest('hex'));
}

async function bundle(build, entry) {
  const toDist = relative(dirname(entry), '.') || '.';
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: [`src/${entry}.ts`],
    outfile: `dist/${entry}.js`,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    external: EXTERNAL,
    plugins: [ownPlaces],
    banner: {
      js: `import { createRequire as __requireFrom } from 'node:module';
const require = __requireFrom(import.meta.url);
const __dist = new URL('${toDist}/', import.meta.url);`,
    },
    write: false,
    logLevel: 'warning',
  });
  await Promise.all(outputFiles.map(({ path, contents }) => writeChanged(path, contents)));
}

async function copyFiles() {
  const files = sources.filter((file) => COPIED.some((end) => file.endsWith(end)));
  await Promise.all(
    files.map(async (file) => writeChanged(join(ROOT, 'dist', file), await readFile(join(SOURCES, file)))),
  );
}

/** A server that starts at this moment from the same folder reads each file whole, and an unchanged one in peace. */
async function writeChanged(path, contents) {
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
