import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { access, chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv, promisify } from 'node:util';

/** Where a finished build is kept from one run to the next. */
const CACHE = join(tmpdir(), 'agent-backend-postgres');
/** The first Debian release that has pgvector; an older one builds it from this one's sources. */
const PGVECTOR_SUITE = 'trixie';
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

export class BuildError extends Error {}

/**
 * Gives the `bin` folder of a PostgreSQL with pgvector that was made of Debian's packages and belongs to nobody but us:
 * nothing is installed on the machine, and no rights are needed. The first call takes about half a minute, later ones
 * none. Throws a `BuildError` that names the step that failed.
 */
export async function buildPostgres(tell: (line: string) => void): Promise<string> {
  const finished = join(CACHE, await nameOfSystem());
  if (!(await exists(finished))) {
    tell(`Building PostgreSQL with pgvector in ${finished} …`);
    await mkdir(CACHE, { recursive: true });
    const folder = await mkdtemp(join(CACHE, 'building-'));
    try {
      await build(folder);
      await chmod(folder, 0o755);
      // Whoever finishes first wins: a folder with the final name is always whole.
      await rename(folder, finished).catch(async (error) => {
        if (!(await exists(finished))) throw error;
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  const versions = join(finished, 'root/usr/lib/postgresql');
  const [version = ''] = await readdir(versions);
  return join(versions, version, 'bin');
}

/** The libraries that came with the build, for those the machine lacks. */
export function librariesOf(bin: string): string {
  const lib = bin.slice(0, bin.indexOf('/postgresql/'));
  return readdirSync(lib)
    .flatMap((name) => (name.endsWith('-linux-gnu') ? [join(lib, name)] : []))
    .join(':');
}

/** A build fits the release that it was made on: debian-12. */
async function nameOfSystem(): Promise<string> {
  const release = parseEnv(await readFile('/etc/os-release', 'utf8').catch(() => ''));
  return `${release.ID ?? 'unknown'}-${release.VERSION_ID ?? 'unknown'}`;
}

async function build(folder: string): Promise<void> {
  const apt = await makeApt(join(folder, 'apt'));
  // Sources that others have added to this machine may fail; whether ours did not shows in what follows.
  await run('read the lists of packages', 'apt-get', ['-qq', ...apt, 'update']).catch((error) => {
    if (error.message.includes('no command')) throw error;
  });
  const depends = await run('look up the packages of PostgreSQL', 'apt-cache', [...apt, 'depends', 'postgresql']);
  const version = /Depends: postgresql-(\d+)/.exec(depends)?.[1];
  if (version === undefined) throw new BuildError('apt knows no package "postgresql".');
  const ready = `postgresql-${version}-pgvector`;
  const hasPgvector = (await run(`look up ${ready}`, 'apt-cache', [...apt, 'search', '-n', `^${ready}$`])) !== '';
  const toBuildIt = [`postgresql-server-dev-${version}`, 'libpq-dev'];
  const packages = [`postgresql-${version}`, `postgresql-client-${version}`, 'libpq5'];
  await unpack(folder, apt, [...packages, ...(hasPgvector ? [ready] : toBuildIt)]);
  if (!hasPgvector) await buildPgvector(folder, apt, version);
  await rm(join(folder, 'apt'), { recursive: true });
}

/** The options of an apt that reads the machine's settings and keeps what it fetches in `folder`. */
async function makeApt(folder: string): Promise<string[]> {
  await mkdir(join(folder, 'lists/partial'), { recursive: true });
  await mkdir(join(folder, 'cache/archives/partial'), { recursive: true });
  // As root, apt would drop to a user who cannot write to our folder.
  const asRoot = process.getuid?.() === 0 ? ['-o', 'APT::Sandbox::User=root'] : [];
  return [...asRoot, '-o', `Dir::State::Lists=${join(folder, 'lists')}`, '-o', `Dir::Cache=${join(folder, 'cache')}`];
}

async function unpack(folder: string, apt: readonly string[], packages: readonly string[]): Promise<void> {
  const debs = join(folder, 'debs');
  await mkdir(debs);
  await run(`download ${packages.join(', ')}`, 'apt-get', ['-qq', ...apt, 'download', ...packages], debs);
  for (const deb of await readdir(debs)) {
    await run(`unpack ${deb}`, 'dpkg-deb', ['-x', join(debs, deb), join(folder, 'root')]);
  }
  await rm(debs, { recursive: true });
}

async function buildPgvector(folder: string, apt: readonly string[], version: string): Promise<void> {
  const source = join(folder, 'pgvector');
  await mkdir(source);
  await downloadSource(source, apt);
  const archive = (await readdir(source)).find((name) => name.includes('.orig.tar'));
  if (archive === undefined) throw new BuildError('The source package of pgvector has no archive.');
  await run('unpack pgvector', 'tar', ['xf', archive, '--strip-components=1'], source);
  const root = join(folder, 'root');
  const settings = [
    `PG_CONFIG=${join(root, 'usr/lib/postgresql', version, 'bin/pg_config')}`,
    `PG_CPPFLAGS=-I${join(root, 'usr/include/postgresql')}`,
    'with_llvm=no',
    // Not for this very processor: the cache may outlive the machine.
    'OPTFLAGS=',
  ];
  await run('compile pgvector', 'make', ['-s', `-j${availableParallelism()}`, ...settings], source);
  await run('install pgvector', 'make', ['-s', 'install', ...settings], source);
  await rm(source, { recursive: true });
}

/** From the mirror that the machine's own apt uses. */
async function downloadSource(into: string, apt: readonly string[]): Promise<void> {
  const targets = ['indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages', 'Origin: Debian'];
  const [mirror = ''] = (await run('look up the mirror', 'apt-get', [...apt, ...targets])).split('\n');
  if (mirror === '') throw new BuildError('apt has no mirror of Debian.');
  const list = join(into, 'sources.list');
  await writeFile(list, `deb-src [signed-by=${KEYRING}] ${mirror} ${PGVECTOR_SUITE} main\n`);
  const newer = [...apt, '-o', `Dir::Etc::sourcelist=${list}`, '-o', 'Dir::Etc::sourceparts=/dev/null'];
  await run(`read the sources of ${PGVECTOR_SUITE}`, 'apt-get', ['-qq', ...newer, 'update']);
  await run('download pgvector', 'apt-get', ['-qq', ...newer, 'source', '--download-only', 'pgvector'], into);
}

async function run(what: string, command: string, args: readonly string[], cwd?: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(command, args, { cwd, maxBuffer: 64 * 1024 * 1024 });
    return stdout.trim();
  } catch (error) {
    const { code, stderr = '' } = error as { code?: string | number; stderr?: string };
    const cause = code === 'ENOENT' ? `there is no command "${command}" here` : lastLines(stderr);
    throw new BuildError(`Could not ${what}: ${cause || (error as Error).message}`);
  }
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-5).join('\n');
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
