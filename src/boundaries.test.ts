import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const run = promisify(execFile);
const project = process.cwd();
let folder: string;

/** Checks a small tree of our layout that holds one import; returns the names of the rules it breaks. */
async function broken(importer: string, imported: string, code?: string, back?: string): Promise<string[]> {
  const root = join(folder, crypto.randomUUID());
  await write(root, imported, back ?? 'export const thing = 1;\nexport interface Thing {}\n');
  const up = '../'.repeat(importer.split('/').length - 2);
  const target = `${up || './'}${imported.slice('src/'.length)}`.replace(/\.ts$/, '.js');
  await write(root, importer, code ?? `import { thing } from '${target}';\nexport const other = thing;\n`);
  await symlink(join(project, 'node_modules'), join(root, 'node_modules'));
  for (const file of ['tsconfig.json', 'package.json']) await symlink(join(project, file), join(root, file));
  const cruiser = join(project, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const config = join(project, '.dependency-cruiser.cjs');
  const args = [cruiser, '--config', config, '--output-type', 'json', 'src'];
  const { stdout } = await run(process.execPath, args, { cwd: root }).catch((error) => error as { stdout: string });
  const report = JSON.parse(stdout) as { summary: { violations: { rule: { name: string } }[] } };
  return [...new Set(report.summary.violations.map(({ rule }) => rule.name))].sort();
}

async function write(root: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'boundaries-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('import boundaries', () => {
  test.each([
    ['src/contracts/a.ts', 'src/shared/b.ts', 'contracts-import-nothing'],
    ['src/shared/a.ts', 'src/rag/b.ts', 'shared-imports-contracts'],
    ['src/rag/a.ts', 'src/chat/b.ts', 'rag-stands-alone'],
    ['src/agent/a.ts', 'src/rag/b.ts', 'agent-stands-alone'],
    ['src/chat/a.ts', 'src/agent/b.ts', 'chat-stands-alone'],
    ['src/api/a.ts', 'src/agent/b.ts', 'api-never-imports-agent'],
    ['src/cli/a.ts', 'src/shared/b.ts', 'cli-is-a-client'],
  ])('report %s when it imports %s', async (importer, imported, rule) => {
    expect(await broken(importer, imported)).toEqual([rule]);
  });

  test('let the application choose implementations, and everyone use the contracts', async () => {
    expect(await broken('src/application.ts', 'src/agent/b.ts')).toEqual([]);
    expect(await broken('src/chat/a.ts', 'src/contracts/b.ts')).toEqual([]);
  });

  test('report two files that need each other, be it for a type', async () => {
    const code = "import type { Other } from './b.js';\nexport interface Thing { other: Other }\n";
    const back = "import type { Thing } from './a.js';\nexport interface Other { thing: Thing }\n";
    expect(await broken('src/rag/a.ts', 'src/rag/b.ts', code, back)).toEqual(['no-circles']);
  });

  test('hold for types too', async () => {
    const code = "import type { Thing } from '../rag/b.js';\nexport type Other = Thing;\n";
    expect(await broken('src/agent/a.ts', 'src/rag/b.ts', code)).toEqual(['agent-stands-alone']);
  });
});
