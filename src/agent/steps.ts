/** The nodes a client can watch, by the name it sees, with what they do in words. */
export const STEP_LABELS = {
  router: 'Choosing how to answer',
  summarise_history: 'Summing up the dialog so far',
  read_attachments: 'Reading the attachments',
  rewrite_question: 'Relating the question to the dialog',
  retrieve: 'Searching the project',
  consult_files: 'Looking into the files',
  project_answer: 'Writing the answer',
  general_answer: 'Writing the answer',
  verify_citations: 'Checking the citations',
  project_edits: 'Preparing the edits',
  project_edits_plan: 'Planning the edits',
  project_edits_apply: 'Writing the edits',
  project_edits_self_check: 'Reviewing the edits',
  project_edits_checks: 'Checking the edits',
  docs_outline: 'Planning the documents',
  docs_sources: 'Reading the files for the documents',
  docs_generation: 'Writing the documents',
  docs_checks: 'Checking the documents',
  docs_execution_summary: 'Telling what was written',
  docs_answer: 'Writing the answer',
} as const;

export type Step = keyof typeof STEP_LABELS;
