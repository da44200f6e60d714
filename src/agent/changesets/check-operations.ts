import { createHash } from 'node:crypto';
import type { CheckStatus, CheckVerdict, ProposedOperation } from '../../contracts/changeset.js';
import { normalizePath } from '../../shared/project-path.js';
import { asStorable, problemOfText } from '../../shared/storable-text.js';
import { applyEdit } from './apply-edit.js';
import { type Base, baseOf } from './base-text.js';
import { problemOfPath } from './check-path.js';
import { CheckReport } from './check-report.js';
import type { DraftEdit, DraftOperation, DraftTarget } from './draft-operation.js';
import type { EditablePaths } from './editable-paths.js';
import { newSecretIn } from './new-secret.js';
import type { ProjectFiles } from './project-files.js';
import { syntaxOf } from './syntax.js';
import { type FormedText, inFormOf, inNewForm, splitMark } from './text-form.js';
import { unifiedDiff } from './unified-diff.js';

export interface CheckContext {
  readonly project: ProjectFiles;
  readonly isEditable: EditablePaths;
  /** What is open in the person's editor, unsaved: text by path. */
  readonly unsaved: ReadonlyMap<string, string>;
}

/** A draft, one verdict of each check in their order, and the operation to propose: null when a check failed. */
export interface CheckedOperation {
  readonly draft: DraftOperation;
  readonly checks: readonly CheckVerdict[];
  readonly operation: ProposedOperation | null;
}

/** Checks what a model drafted, and makes of each draft that passes the operation to propose. Never throws. */
export function checkOperations(drafts: readonly DraftOperation[], context: CheckContext): CheckedOperation[] {
  const others: string[] = [];
  return drafts.map((draft) => {
    const report = new CheckReport(draft.path);
    const base = checkTarget(draft, context, others, report);
    const operation = base === null ? null : operationOf(draft, base, report);
    others.push(report.path);
    return { draft, checks: report.verdicts, operation: report.failed ? null : operation };
  });
}

/** The verdicts of the target alone, before anything is written for it; those after `base` are SKIPPED. */
export function checkTargets(targets: readonly DraftTarget[], context: CheckContext): (readonly CheckVerdict[])[] {
  const others: string[] = [];
  return targets.map((target) => {
    const report = new CheckReport(target.path);
    checkTarget(target, context, others, report);
    others.push(report.path);
    return report.verdicts;
  });
}

/** What the operation starts from; null when one of its checks failed. */
function checkTarget(
  target: DraftTarget,
  { project, isEditable, unsaved }: CheckContext,
  others: readonly string[],
  report: CheckReport,
): Base | null {
  const normalized = normalizePath(target.path);
  if (normalized.ok) report.path = normalized.path;
  const badPath = problemOfPath(target, project, others);
  report.add('path', badPath === null ? 'PASS' : 'FAIL', badPath);
  if (badPath !== null) return null;
  if (!isEditable(report.path)) {
    report.add(
      'policy',
      'FAIL',
      'The file is not one of the documents, data and settings that may be edited (EDITABLE_GLOBS). Code is left to the person.',
    );
    return null;
  }
  report.add('policy', 'PASS');
  const found = baseOf(target, report.path, project, unsaved);
  report.add('base', found.ok ? 'PASS' : 'FAIL', found.ok ? null : found.problem);
  return found.ok ? found.base : null;
}

function operationOf(draft: DraftOperation, base: Base, report: CheckReport): ProposedOperation | null {
  const { path } = report;
  if ('unusable' in draft) {
    report.add('applies_once', 'FAIL', draft.unusable);
    return null;
  }
  const rationale = draft.rationale === null ? null : asStorable(draft.rationale);
  if (draft.op === 'delete') {
    return { op: 'delete', path, rationale, baseHash: base.hash ?? '', diff: unifiedDiff(path, base.text, null) };
  }
  const formed = draft.op === 'create' ? newText(draft.content, report) : editedText(draft, base, report);
  if (formed === null) return null;
  const { text: content } = formed;
  report.add('parses', ...syntaxFinding(path, content, base));
  if (report.failed) return null;
  report.add('line_endings', formed.warning === null ? 'PASS' : 'WARN', formNote(formed));
  const secret = newSecretIn(path, base.text, content);
  report.add(
    'secret',
    secret === null ? 'PASS' : 'FAIL',
    secret && `Line ${secret.line} would hold what looks like a credential: ${secret.rule}.`,
  );
  if (secret !== null) return null;
  if (base.hash !== null && content === base.text) {
    report.add('no_change', 'FAIL', 'The file would stay as it is.');
    return null;
  }
  report.add('no_change', 'PASS');
  const resultHash = createHash('sha256').update(content, 'utf8').digest('hex');
  const result = { path, rationale, resultHash, content };
  return base.hash === null
    ? { op: 'create', ...result, diff: unifiedDiff(path, null, content) }
    : { op: 'update', ...result, baseHash: base.hash, diff: unifiedDiff(path, base.text, content) };
}

function newText(content: string, report: CheckReport): FormedText {
  report.add('applies_once', 'PASS');
  return inNewForm(content);
}

function editedText({ edit }: { readonly edit: DraftEdit }, base: Base, report: CheckReport): FormedText | null {
  const applied = applyEdit(splitMark(base.text).body, edit);
  report.add('applies_once', applied.ok ? 'PASS' : 'FAIL', applied.ok ? null : applied.problem);
  return applied.ok ? inFormOf(base.text, applied.text) : null;
}

/** A file that was broken before may stay so. */
function syntaxFinding(path: string, content: string, base: Base): [CheckStatus, string | null] {
  const unstorable = problemOfText(content);
  if (unstorable !== null) return ['FAIL', `The text ${unstorable}`];
  const before = base.hash === null ? null : base.text;
  const syntax = syntaxOf(path, content, before);
  if (syntax.kind === 'unknown') return ['SKIPPED', null];
  if (syntax.kind === 'too_large') return ['WARN', 'The file is too large to be parsed here.'];
  if (syntax.problem === null) return ['PASS', null];
  const earlier = before === null ? null : syntaxOf(path, before, before);
  const wasBroken = earlier?.kind === 'read' && earlier.problem !== null;
  return wasBroken
    ? ['WARN', `The result is ${syntax.problem}. So was the file before.`]
    : ['FAIL', `The result is ${syntax.problem}.`];
}

function formNote({ repaired, warning }: FormedText): string | null {
  const notes = [
    ...(warning === null ? [] : [warning]),
    ...(repaired.length === 0 ? [] : [`Put right: ${repaired.join('; ')}.`]),
  ];
  return notes.length === 0 ? null : notes.join(' ');
}
