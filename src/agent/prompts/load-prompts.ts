import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StartupError } from '../../shared/errors.js';
import { type PromptTemplate, parsePrompt } from './parse-prompt.js';
import { PROMPT_SPECS, type PromptName, type PromptSpec } from './prompt-specs.js';

export type Prompts = Readonly<Record<PromptName, PromptTemplate>>;

const BUILT_IN = fileURLToPath(new URL('../../../prompts/', import.meta.url));

/**
 * Reads every prompt, from `overrideDir` where it has a file of that name, else from the built-in folder.
 * Throws a `StartupError` that names each file that is missing or broken, and what is wrong with it.
 */
export function loadPrompts(overrideDir: string | null): Prompts {
  if (overrideDir !== null && !isFolder(overrideDir)) {
    throw new StartupError(`AGENT_PROMPTS_DIR=${overrideDir} is not a folder. Name one that exists, or unset it.`);
  }
  const problems: string[] = [];
  const load = (name: PromptName): PromptTemplate => {
    const { file, text } = readPrompt(name, overrideDir);
    const parsed = parsePrompt(text, PROMPT_SPECS[name] as PromptSpec);
    problems.push(...parsed.problems.map((problem) => `  ${file} ${problem}`));
    return parsed.template;
  };
  const prompts: Prompts = {
    router: load('router'),
    general_answer: load('general_answer'),
    project_answer: load('project_answer'),
    question_rewrite: load('question_rewrite'),
    project_tools: load('project_tools'),
    history_summary: load('history_summary'),
    docs_outline: load('docs_outline'),
    docs_generation: load('docs_generation'),
    docs_execution_summary: load('docs_execution_summary'),
    docs_answer: load('docs_answer'),
    answer_continuation: load('answer_continuation'),
    project_edits_plan: load('project_edits_plan'),
    project_edits_apply: load('project_edits_apply'),
    project_edits_self_check: load('project_edits_self_check'),
  };
  if (problems.length > 0) {
    throw new StartupError(
      `These prompts cannot be used:\n${problems.join('\n')}\nCorrect them; a file removed from AGENT_PROMPTS_DIR gives way to the built-in one.`,
    );
  }
  return prompts;
}

function readPrompt(name: PromptName, overrideDir: string | null): { file: string; text: string } {
  const folders = overrideDir === null ? [BUILT_IN] : [overrideDir, BUILT_IN];
  for (const folder of folders) {
    const file = join(folder, `${name}.txt`);
    try {
      return { file, text: readFileSync(file, 'utf8') };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue;
      throw new StartupError(`The prompt ${file} cannot be read: ${(error as Error).message}`);
    }
  }
  throw new StartupError(`The prompt ${join(BUILT_IN, `${name}.txt`)} is missing. Restore it from the release.`);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
