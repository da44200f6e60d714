export interface PromptSpec {
  /** Placeholders that the file must hold. */
  readonly required: readonly string[];
  /** Placeholders that it may hold besides. */
  readonly optional: readonly string[];
  /** Placeholders that may only stand in the second part: what a person or a file says gives no instructions. */
  readonly untrusted: readonly string[];
}

/** Every prompt by the name of its file in prompts/, without `.txt`. */
export const PROMPT_SPECS = {
  router: {
    required: ['question'],
    optional: ['previous_route', 'previous_question', 'attachments'],
    untrusted: ['question', 'previous_question'],
  },
  general_answer: { required: ['question'], optional: ['language', 'passages'], untrusted: ['question', 'passages'] },
  project_answer: {
    required: ['question', 'passages'],
    optional: ['language', 'more_files'],
    untrusted: ['question', 'passages'],
  },
  question_rewrite: { required: ['question', 'dialog'], optional: [], untrusted: ['question', 'dialog'] },
  project_tools: {
    required: ['question', 'passages', 'results'],
    optional: ['most_requests'],
    untrusted: ['question', 'passages', 'results'],
  },
  history_summary: {
    required: ['summary', 'dialog'],
    optional: ['most_words'],
    untrusted: ['summary', 'dialog'],
  },
  docs_outline: {
    required: ['question', 'files'],
    optional: ['language', 'passages', 'problem', 'most_documents', 'most_sources'],
    untrusted: ['question', 'files', 'passages', 'problem'],
  },
  docs_generation: {
    required: ['document', 'passages'],
    optional: ['question', 'language', 'current', 'problem'],
    untrusted: ['document', 'passages', 'question', 'current', 'problem'],
  },
  docs_execution_summary: {
    required: ['documents'],
    optional: ['question', 'language', 'passages'],
    untrusted: ['documents', 'question', 'passages'],
  },
  docs_answer: {
    required: ['question', 'passages'],
    optional: ['language', 'document'],
    untrusted: ['question', 'passages', 'document'],
  },
  answer_continuation: { required: ['ending'], optional: [], untrusted: ['ending'] },
  project_edits_plan: {
    required: ['question', 'files'],
    optional: ['language', 'passages', 'problem'],
    untrusted: ['question', 'files', 'passages', 'problem'],
  },
  project_edits_apply: {
    required: ['path', 'intent', 'file'],
    optional: ['question', 'passages', 'operation', 'repair', 'problem'],
    untrusted: ['path', 'intent', 'file', 'question', 'passages', 'repair', 'problem'],
  },
  project_edits_self_check: {
    required: ['question', 'drafts'],
    optional: ['problem'],
    untrusted: ['question', 'drafts', 'problem'],
  },
} as const satisfies Record<string, PromptSpec>;

export type PromptName = keyof typeof PROMPT_SPECS;
