/** Lock files: long, rewritten by tools, and the manifests beside them say what a person would ask. */
const LOCK_FILES = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lock',
  'deno.lock',
  'poetry.lock',
  'Pipfile.lock',
  'pdm.lock',
  'uv.lock',
  'Cargo.lock',
  'go.sum',
  'go.work.sum',
  'Gemfile.lock',
  'composer.lock',
  'packages.lock.json',
  'gradle.lockfile',
  'mix.lock',
  'pubspec.lock',
  'Podfile.lock',
  'Package.resolved',
  'flake.lock',
]);

const MARK_IS_WITHIN_LINES = 10;
const MARK_IS_WITHIN_CHARS = 2000;

/** A line that is a comment in some language; what it says is in the first group. */
const COMMENT = /^\s*(?:\/\/+|\/\*+|\*|#+|--|;+|<!--|%|"""|''')!?\s*(.{1,300})/;
/**
 * Only where the comment is the mark, or the customary sentence around it: a comment that talks of such marks is no
 * mark.
 */
const MARKS: readonly RegExp[] = [
  /^@generated\b/,
  /^(?:this file|this code) (?:is|was) (?:automatically )?@generated\b/i,
  /^<auto-?generated\b/i,
  /^(?:code |(?:this|the) \w+ (?:is|was|has been) )?(?:auto-?|automatically )?generated\b.{0,120}\bdo not (?:edit|modify|change)\b/i,
  /^(?:this|the) (?:file|code) (?:is|was|has been) (?:auto-?|automatically )generated\b/i,
  /^do not (?:edit|modify)\b.{0,80}\bgenerated\b/i,
];

/** What says that a tool wrote this file, as a phrase, or null. Looks at the name and the first lines only. */
export function findGeneratedMark(path: string, text: string): string | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (LOCK_FILES.has(name)) return `lock file ${name}`;
  const start = text.slice(0, MARK_IS_WITHIN_CHARS);
  if (name.endsWith('.map') && /^\s*(?:\)\]\}'?\s*)?\{/.test(start) && text.includes('"mappings"')) return 'source map';
  const lines = start.split(/\r\n|\n|\r/, MARK_IS_WITHIN_LINES);
  const marked = lines.findIndex((line) => {
    const comment = COMMENT.exec(line)?.[1];
    return comment !== undefined && MARKS.some((mark) => mark.test(comment));
  });
  return marked < 0 ? null : `marked as generated in line ${marked + 1}`;
}
