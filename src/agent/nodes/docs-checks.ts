import type { ProposedOperation } from '../../contracts/changeset.js';
import type { AgentDependencies } from '../agent-dependencies.js';
import { checkOperations } from '../changesets/check-operations.js';
import type { DraftOperation } from '../changesets/draft-operation.js';
import type { PlannedDocument } from '../documents/docs-work.js';
import { documentChecks } from '../documents/document-checks.js';
import type { TurnNode } from '../turn-run.js';

/** Checks what was written, and proposes what passes; the verdicts of the rest stay with the proposal. */
export function checkDocuments(dependencies: AgentDependencies): TurnNode {
  return async (state, run) => {
    const work = state.documents;
    if (work === null) return {};
    const written = work.documents.filter(({ content }) => content !== null);
    const context = await documentChecks(
      dependencies,
      written.map(({ path }) => path),
      run,
    );
    const checked = checkOperations(written.map(draftOf), context);
    const documents = work.documents.map((document) => {
      const own = checked[written.indexOf(document)];
      return own === undefined
        ? document
        : { ...document, refused: own.checks.filter(({ status }) => status === 'FAIL') };
    });
    const operations = checked.flatMap(({ operation }): ProposedOperation[] => (operation === null ? [] : [operation]));
    const unwritten = work.documents.filter(({ content }) => content === null).flatMap(({ refused }) => refused);
    const changeset = {
      summary: work.summary || operations.map(({ path }) => path).join(', '),
      baseVersion: context.project.version,
      operations,
      checks: [...checked.flatMap(({ checks }) => checks), ...unwritten],
    };
    return { documents: { ...work, documents }, changeset: operations.length === 0 ? null : changeset };
  };
}

/** An update has been shown the text that it replaces. */
function draftOf({ path, content, seenHash, title }: PlannedDocument): DraftOperation {
  const common = { path, seenHash, rationale: title === '' ? null : title };
  const text = content ?? '';
  return seenHash === null
    ? { op: 'create', ...common, content: text }
    : { op: 'update', ...common, edit: { kind: 'content', content: text } };
}
