import type { ModelMessage } from '../../contracts/language-model.js';
import { PLACEHOLDER, type PromptTemplate } from './parse-prompt.js';

export interface RenderedPrompt {
  readonly system: ModelMessage;
  readonly user: ModelMessage;
}

/** Fills the placeholders in one pass: braces inside a value stay as they are. */
export function renderPrompt(template: PromptTemplate, values: Readonly<Record<string, string>>): RenderedPrompt {
  const fill = (text: string) =>
    text.replace(PLACEHOLDER, (_, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`No value was given for the placeholder {{${name}}}.`);
      return value;
    });
  return {
    system: { role: 'system', content: fill(template.system) },
    user: { role: 'user', content: fill(template.user) },
  };
}
