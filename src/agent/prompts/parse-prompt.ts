import type { PromptSpec } from './prompt-specs.js';

/** A prompt file's two parts: what the model is told by us, and what it is given to work on. */
export interface PromptTemplate {
  readonly system: string;
  readonly user: string;
}

/** A line of three or more hyphens between the parts. */
const DIVIDER = /^-{3,}[ \t]*$/mu;
export const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/gu;

/** Reads a prompt file; `problems` are sentences that follow the file's name. */
export function parsePrompt(text: string, spec: PromptSpec): { template: PromptTemplate; problems: string[] } {
  const parts = text.replaceAll('\r\n', '\n').split(DIVIDER);
  const [system = '', user = ''] = parts.map((part) => part.trim());
  return { template: { system, user }, problems: problemsOf(parts.length, { system, user }, spec) };
}

function problemsOf(parts: number, { system, user }: PromptTemplate, spec: PromptSpec): string[] {
  if (system === '' && user === '') return ['is empty.'];
  if (parts !== 2 || system === '' || user === '') {
    return ['must have two parts, the instructions and the input, with one line "---" between them.'];
  }
  const known = [...spec.required, ...spec.optional];
  const inSystem = placeholdersOf(system);
  const used = new Set([...inSystem, ...placeholdersOf(user)]);
  return [
    ...[...used]
      .filter((name) => !known.includes(name))
      .map((name) => `has the unknown placeholder {{${name}}}; known are ${list(known)}.`),
    ...spec.required.filter((name) => !used.has(name)).map((name) => `lacks the placeholder {{${name}}}.`),
    ...spec.untrusted
      .filter((name) => inSystem.has(name))
      .map((name) => `has {{${name}}} among the instructions; it belongs below the line "---".`),
  ];
}

function placeholdersOf(text: string): Set<string> {
  return new Set([...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? ''));
}

function list(names: readonly string[]): string {
  return names.map((name) => `{{${name}}}`).join(', ');
}
