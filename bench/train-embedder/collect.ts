import { readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { collectPairs } from './collect-pairs.js';

/** Not to learn from: parts that come with others, copies of what the search is measured on, copyleft. */
const LEFT_OUT =
  /^(site-packages|dist-packages|__pycache__|tests?|pip|setuptools|pkg_resources|_distutils_hack|graphql|apt|aptsources|can|dbus|gi|lazr|softwareproperties|wadllib)$/;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { kind: { type: 'string' }, out: { type: 'string' } },
});
const { kind, out } = values;
if ((kind !== 'npm' && kind !== 'py') || out === undefined || positionals.length === 0) {
  throw new Error('collect --kind npm|py --out PAIRS.jsonl FOLDER… (each folder has one folder a package)');
}
const lines: string[] = [];
const seen = new Set<string>();
for (const folder of positionals) {
  for (const entry of await readdir(resolve(folder), { withFileTypes: true })) {
    if (!entry.isDirectory() || LEFT_OUT.test(entry.name) || seen.has(entry.name)) continue;
    seen.add(entry.name);
    const pairs = await collectPairs(join(folder, entry.name), `${kind}/${entry.name}`);
    for (const pair of pairs) lines.push(`${JSON.stringify(pair)}\n`);
    process.stdout.write(`${kind}/${entry.name} ${pairs.length}\n`);
  }
}
await writeFile(out, lines.join(''));
