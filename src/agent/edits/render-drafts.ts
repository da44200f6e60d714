import type { CheckedOperation } from '../changesets/check-operations.js';
import { renderEdit } from './edit-reply.js';
import type { EditsWork } from './edits-work.js';

const MOST_CHARACTERS = 30_000;

/** The drafts as a prompt shows them: what was to be done, the diff, and the failed check. Each has an equal share. */
export function renderDrafts({ files }: EditsWork, checked: readonly CheckedOperation[]): string {
  const share = Math.floor(MOST_CHARACTERS / Math.max(1, checked.length));
  return checked.map((result, index) => renderDraft(result, files[index]?.intent ?? '', share)).join('\n');
}

function renderDraft({ draft, checks, operation }: CheckedOperation, intent: string, share: number): string {
  const failure = checks.find(({ status }) => status === 'FAIL');
  const diff = operation === null ? '(none)' : shortened(operation.diff, share);
  const lines = [
    `<draft op="${draft.op}" path=${JSON.stringify(draft.path)}>`,
    `To be done: ${intent}`,
    failure === undefined ? 'Checks: passed' : `Failed check ${failure.name}: ${failure.message}`,
    ...('edit' in draft && operation === null
      ? ['Change:', shortened(renderEdit(draft.edit), share)]
      : ['Diff:', diff]),
  ];
  return `${lines.join('\n').replace(/<(?=\/draft\b)/giu, '&lt;')}\n</draft>`;
}

function shortened(text: string, share: number): string {
  return text.length <= share ? text : `${text.slice(0, share)}\n(cut: ${text.length - share} more characters)`;
}
