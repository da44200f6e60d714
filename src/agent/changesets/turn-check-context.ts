import type { AgentDependencies } from '../agent-dependencies.js';
import type { TurnRun } from '../turn-run.js';
import type { CheckContext } from './check-operations.js';
import { readProjectFiles } from './read-project-files.js';

/** What a turn's drafts about `paths` are checked against, as the index is now. */
export async function turnCheckContext(
  { retriever, isEditable }: Pick<AgentDependencies, 'retriever' | 'isEditable'>,
  { input, signal }: Pick<TurnRun, 'input' | 'signal'>,
  paths: readonly string[],
): Promise<CheckContext> {
  const { ownerId, sessionId } = input;
  const project = await readProjectFiles(retriever, { ownerId, sessionId }, paths, signal);
  const unsaved = input.attachments.flatMap((attachment) =>
    attachment.type === 'file' && attachment.unsavedContent !== null
      ? [[attachment.path.normalize('NFC'), attachment.unsavedContent] as const]
      : [],
  );
  return { project, isEditable, unsaved: new Map(unsaved) };
}
