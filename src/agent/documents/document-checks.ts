import type { AgentDependencies } from '../agent-dependencies.js';
import type { CheckContext } from '../changesets/check-operations.js';
import { readProjectFiles } from '../changesets/read-project-files.js';
import type { TurnRun } from '../turn-run.js';
import { isDocument } from './is-document.js';

/** What the checks of documents are made against: the session as it is now, and documents only. */
export async function documentChecks(
  { retriever, isEditable }: AgentDependencies,
  paths: readonly string[],
  { input, signal }: TurnRun,
): Promise<CheckContext> {
  const { ownerId, sessionId, attachments } = input;
  const unsaved = attachments.flatMap((attachment) =>
    attachment.type === 'file' && attachment.unsavedContent !== null
      ? [[attachment.path.normalize('NFC'), attachment.unsavedContent] as const]
      : [],
  );
  return {
    project: await readProjectFiles(retriever, { ownerId, sessionId }, paths, signal),
    isEditable: (path) => isDocument(path) && isEditable(path),
    unsaved: new Map(unsaved),
  };
}
