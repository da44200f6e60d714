import type { AgentDependencies } from '../agent-dependencies.js';
import type { CheckContext } from '../changesets/check-operations.js';
import { turnCheckContext } from '../changesets/turn-check-context.js';
import type { TurnRun } from '../turn-run.js';
import { isDocument } from './is-document.js';

/** What the checks of documents are made against: the session as it is now, and documents only. */
export async function documentChecks(
  { retriever, isEditable }: AgentDependencies,
  paths: readonly string[],
  run: TurnRun,
): Promise<CheckContext> {
  const isWritable = (path: string) => isDocument(path) && isEditable(path);
  return turnCheckContext({ retriever, isEditable: isWritable }, run, paths);
}
