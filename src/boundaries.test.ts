import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const run = promisify(execFile);
const project = process.cwd();

/** One import in a small tree of our layout, and the rules that it breaks. */
interface Planted {
  readonly importer: string;
  readonly imported: string;
  readonly rules: readonly string[];
  /** Of the importer and of what it imports, where they are not the usual ones. */
  readonly code?: string;
  readonly back?: string;
}

const FORBIDDEN: readonly Planted[] = [
  { importer: 'src/contracts/a.ts', imported: 'src/shared/b.ts', rules: ['contracts-import-nothing'] },
  { importer: 'src/shared/a.ts', imported: 'src/rag/b.ts', rules: ['shared-imports-contracts'] },
  { importer: 'src/rag/a.ts', imported: 'src/chat/b.ts', rules: ['rag-stands-alone'] },
  { importer: 'src/agent/a.ts', imported: 'src/rag/b.ts', rules: ['agent-stands-alone'] },
  { importer: 'src/chat/a.ts', imported: 'src/agent/b.ts', rules: ['chat-stands-alone'] },
  { importer: 'src/api/a.ts', imported: 'src/agent/b.ts', rules: ['api-never-imports-agent'] },
  { importer: 'src/cli/a.ts', imported: 'src/shared/b.ts', rules: ['cli-is-a-client'] },
];
const ALLOWED: readonly Planted[] = [
  { importer: 'src/application.ts', imported: 'src/agent/b.ts', rules: [] },
  { importer: 'src/chat/c.ts', imported: 'src/contracts/b.ts', rules: [] },
];
const CIRCLE: Planted = {
  importer: 'src/rag/a-circle.ts',
  imported: 'src/rag/circle.ts',
  rules: ['no-circles'],
  code: "import type { Other } from './circle.js';\nexport interface Thing { other: Other }\n",
  back: "import type { Thing } from './a-circle.js';\nexport interface Other { thing: Thing }\n",
};
const TYPE: Planted = {
  importer: 'src/agent/type.ts',
  imported: 'src/rag/b.ts',
  rules: ['agent-stands-alone'],
  code: "import type { Thing } from '../rag/b.js';\nexport type Other = Thing;\n",
};

let folder: string;
/** By importer. */
let broken: Map<string, Set<string>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'boundaries-'));
  for (const planted of [...FORBIDDEN, ...ALLOWED, CIRCLE, TYPE]) await plant(planted);
  for (const name of ['node_modules', 'tsconfig.json', 'package.json']) {
    await symlink(join(project, name), join(folder, name));
  }
  broken = await brokenRules();
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('import boundaries', () => {
  test.each(FORBIDDEN)('report $importer when it imports $imported', expectBroken);

  test.each(ALLOWED)('let $importer import $imported', expectBroken);

  test('report two files that need each other, be it for a type', () => expectBroken(CIRCLE));

  test('hold for types too', () => expectBroken(TYPE));
});

function expectBroken({ importer, rules }: Planted): void {
  expect([...(broken.get(importer) ?? [])]).toEqual(rules);
}

async function plant({ importer, imported, code, back }: Planted): Promise<void> {
  await write(imported, back ?? 'export const thing = 1;\nexport interface Thing {}\n');
  const up = '../'.repeat(importer.split('/').length - 2);
  const target = `${up || './'}${imported.slice('src/'.length)}`.replace(/\.ts$/, '.js');
  await write(importer, code ?? `import { thing } from '${target}';\nexport const other = thing;\n`);
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

async function brokenRules(): Promise<Map<string, Set<string>>> {
  const cruiser = join(project, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const config = join(project, '.dependency-cruiser.cjs');
  const args = [cruiser, '--config', config, '--output-type', 'json', 'src'];
  const { stdout } = await run(process.execPath, args, { cwd: folder }).catch((error) => error as { stdout: string });
  const report = JSON.parse(stdout) as { summary: { violations: { from: string; rule: { name: string } }[] } };
  const rules = new Map<string, Set<string>>();
  for (const { from, rule } of report.summary.violations) {
    rules.set(from, (rules.get(from) ?? new Set()).add(rule.name));
  }
  return rules;
}
