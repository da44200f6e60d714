// Generates the Prisma client and Pothos' types from prisma/schema.prisma, offline.
//
// The Prisma CLI insists on a schema engine binary even for `generate`, which never runs it, and
// would download one. Pointing it at an executable that exists (Node itself) avoids the download.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');
const result = spawnSync(process.execPath, [cli, 'generate', '--schema', join(folder, 'schema.prisma'), '--no-hints'], {
  cwd: dirname(folder),
  encoding: 'utf8',
  env: {
    ...process.env,
    // Generators are found by name on the PATH, which only npm scripts prepare.
    PATH: `${join(dirname(folder), 'node_modules', '.bin')}${delimiter}${process.env.PATH}`,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  },
});
if (result.status !== 0) {
  process.stderr.write(`${result.stdout}${result.stderr}`);
  process.stderr.write(
    'Prisma could not generate its client; see the message above. Run `npm run generate` to try again.\n',
  );
}
process.exit(result.status ?? 1);
