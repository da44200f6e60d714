import { asStorable } from '../../shared/storable-text.js';
import type { CheckedOperation } from '../changesets/check-operations.js';
import type { Language } from '../language.js';
import { EDIT_PHRASES } from './edit-phrases.js';
import type { EditsWork } from './edits-work.js';

/** What is proposed, and what is not and why, by the checks' verdicts: no model tells it. */
export function composeEditsAnswer(work: EditsWork, checked: readonly CheckedOperation[], language: Language): string {
  const phrases = EDIT_PHRASES[language];
  const proposed = checked.flatMap(({ operation }) =>
    operation === null ? [] : [itemOf(operation.path, phrases.operations[operation.op], operation.rationale)],
  );
  const refused = checked.flatMap(({ checks }) => checks.filter(({ status }) => status === 'FAIL'));
  const code = new Set([
    ...refused.flatMap(({ name, path }) => (name === 'policy' && path !== null ? [path] : [])),
    ...work.codeFiles,
  ]);
  const leftOut = refused
    .filter(({ name }) => name !== 'policy')
    .map(({ name, message, path }) => itemOf(path ?? '', phrases.failed[name], message));
  return asStorable(
    [
      proposed.length === 0 ? phrases.nothingProposed : null,
      summaryOf(work, proposed.length),
      listOf(phrases.proposed, proposed),
      listOf(phrases.leftOut, leftOut),
      code.size === 0 ? null : phrases.codeIsNotEdited([...code].map(asCode).join(', ')),
      work.beyondLimit === 0 ? null : phrases.beyondLimit(work.beyondLimit),
    ]
      .filter((part) => part !== null)
      .join('\n\n'),
  );
}

/** For the person who reviews the changeset. */
export function composeEditsSummary({ summary }: EditsWork, count: number, language: Language): string {
  return asStorable(summary === '' ? EDIT_PHRASES[language].files(count) : summary);
}

/** The plan's own words tell of changes: where none of them is proposed they would mislead, unless none was planned. */
function summaryOf({ summary, files }: EditsWork, proposed: number): string | null {
  return summary === '' || (proposed === 0 && files.length > 0) ? null : summary;
}

function listOf(title: string, items: readonly string[]): string | null {
  return items.length === 0 ? null : [title, ...items].join('\n');
}

function itemOf(path: string, what: string, why: string | null): string {
  const line = `- ${asCode(path)}: ${what}`;
  return why === null || why.trim() === '' ? line : `${line}. ${why.trim().replace(/\s*[\r\n]+\s*/g, ' ')}`;
}

/** A path may be whatever a model wrote. */
function asCode(path: string): string {
  return `\`${path.replace(/[`\r\n]/g, '\ufffd')}\``;
}
