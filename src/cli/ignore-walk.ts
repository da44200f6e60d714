import type { Dirent } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import type { LeftOut } from './left-out.js';
import { decodeUtf8 } from './utf8.js';

const NEVER_ENTERED = new Set(['.git', 'node_modules']);
/** What git sets core.ignorecase to on these systems. */
const IGNORE_CASE = process.platform === 'darwin' || process.platform === 'win32';

/**
 * The files below `folder` that its .gitignore files do not exclude, with git's rules for nested, negated, anchored and
 * directory-only patterns; `.git` and `node_modules` never. Paths are relative, with `/`. Symbolic links are listed and
 * not followed. What cannot be read, or has no UTF-8 name, is added to `leftOut`.
 */
export async function walkFolder(folder: string, leftOut: LeftOut): Promise<string[]> {
  const found: string[] = [];
  await walk({ folder, directory: '', rules: newRules(), found, leftOut });
  return found;
}

interface Step {
  readonly folder: string;
  /** Relative to the folder; empty or ending in a slash. */
  readonly directory: string;
  readonly rules: Ignore;
  readonly found: string[];
  readonly leftOut: LeftOut;
}

async function walk(step: Step): Promise<void> {
  const entries = await readEntries(step);
  const rules = entries.some(isGitignore) ? await withGitignoreOf(step) : step.rules;
  for (const entry of entries) {
    const name = decodeUtf8(entry.name);
    if (name === null) {
      step.leftOut.add('NOT_UTF8_NAME');
      continue;
    }
    if (NEVER_ENTERED.has(name)) continue;
    const path = step.directory + name;
    if (rules.ignores(entry.isDirectory() ? `${path}/` : path)) continue;
    if (entry.isDirectory()) await walk({ ...step, directory: `${path}/`, rules });
    else step.found.push(path);
  }
}

async function readEntries({ folder, directory, leftOut }: Step): Promise<Dirent<Buffer>[]> {
  try {
    return await readdir(join(folder, directory), { encoding: 'buffer', withFileTypes: true });
  } catch (error) {
    if (directory === '') throw error;
    leftOut.add('NOT_READABLE');
    return [];
  }
}

/** Git does not follow a .gitignore that is a symbolic link. */
function isGitignore(entry: Dirent<Buffer>): boolean {
  return entry.isFile() && entry.name.toString() === '.gitignore';
}

/**
 * The rules of the directories above, then this directory's own, so that the last rule that matches decides. One list of
 * rules that all speak of paths from the top is needed: with a list a directory, an outer list would go on excluding
 * what is below a directory that an inner list has included again.
 */
async function withGitignoreOf({ folder, directory, rules, leftOut }: Step): Promise<Ignore> {
  try {
    const text = await readFile(join(folder, directory, '.gitignore'), 'utf8');
    return newRules().add(rules).add(rebase(text, directory));
  } catch {
    leftOut.add('NOT_READABLE');
    return rules;
  }
}

function newRules(): Ignore {
  return ignore({ ignorecase: IGNORE_CASE });
}

/** The patterns of a .gitignore in `directory`, written as they would be at the top. */
function rebase(text: string, directory: string): string[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const base = `/${directory.replace(/[\\*?[\]]/g, '\\$&')}`;
  return lines.flatMap((line) => {
    if (line === '' || line.startsWith('#')) return [];
    const negation = line.startsWith('!') ? '!' : '';
    const pattern = line.slice(negation.length);
    if (pattern.trim() === '') return [];
    return [negation + base + (isAnchored(pattern) ? pattern.replace(/^\//, '') : `**/${pattern}`)];
  });
}

/** A slash at the beginning or in the middle ties a pattern to its directory; one at the end does not. */
function isAnchored(pattern: string): boolean {
  return /\/(?! *$)/.test(pattern);
}
