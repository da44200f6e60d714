import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { BuildError, buildPostgres } from './build-postgres.js';
import { startTemporaryPostgres, type TemporaryPostgres } from './temporary-postgres.js';

/**
 * Runs the suite on PostgreSQL: on the server that TEST_DATABASE_URL names, or else on one that is built for the run.
 * The arguments are Vitest's own.
 */
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupted.abort());

try {
  process.exitCode = await runSuite(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof BuildError)) throw error;
  process.stderr.write(
    `${error.message}\n\nThe suite could not be run on PostgreSQL: this machine has none, and none could be built, which takes Debian's apt, ` +
      'its mirror, make and a C compiler. Set TEST_DATABASE_URL to a PostgreSQL 15 or later with pgvector whose user ' +
      'may create databases and extensions, as postgresql://user:password@host:port/postgres.\n',
  );
  process.exitCode = 1;
}

async function runSuite(args: readonly string[]): Promise<number> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return runVitest(given, args);
  const bin = await buildPostgres((line) => process.stdout.write(`${line}\n`));
  const postgres: TemporaryPostgres = await startTemporaryPostgres(bin);
  try {
    return await runVitest(postgres.url, args);
  } finally {
    await postgres.stop();
  }
}

async function runVitest(databaseUrl: string, args: readonly string[]): Promise<number> {
  if (interrupted.signal.aborted) return 130;
  const vitest: ChildProcess = spawn(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', '--project', 'postgres', ...args],
    { stdio: 'inherit', env: { ...process.env, TEST_DATABASE_URL: databaseUrl } },
  );
  interrupted.signal.addEventListener('abort', () => vitest.kill('SIGINT'));
  const [code] = (await once(vitest, 'exit')) as [number | null];
  return interrupted.signal.aborted ? 130 : (code ?? 1);
}
