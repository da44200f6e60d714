import type { ListedFile, RagRetriever } from '../../contracts/rag-retriever.js';
import { normalizePath } from '../../shared/project-path.js';
import type { ProjectFiles } from './project-files.js';

const FILES_PER_CALL = 5_000;
/** An index job that ends in between makes it begin again. */
const MOST_ATTEMPTS = 5;

/** The session's files, and the bytes of those that `paths` name, all of one version. */
export async function readProjectFiles(
  retriever: Pick<RagRetriever, 'listFiles' | 'readBytes'>,
  session: { readonly ownerId: string; readonly sessionId: string },
  paths: readonly string[],
  signal: AbortSignal,
): Promise<ProjectFiles> {
  for (let attempt = 1; ; attempt++) {
    const project = await readOnce(retriever, session, paths, signal);
    if (project !== null) return project;
    if (attempt === MOST_ATTEMPTS)
      throw new Error(`The index of ${session.sessionId} changed during every attempt to list it.`);
  }
}

/** Null when the session reached another version meanwhile. */
async function readOnce(
  retriever: Pick<RagRetriever, 'listFiles' | 'readBytes'>,
  session: { readonly ownerId: string; readonly sessionId: string },
  paths: readonly string[],
  signal: AbortSignal,
): Promise<ProjectFiles | null> {
  const files = new Map<string, ListedFile>();
  let version: number | null = null;
  let after: string | undefined;
  for (let hasMore = true; hasMore; ) {
    signal.throwIfAborted();
    const list = await retriever.listFiles({
      ...session,
      limit: FILES_PER_CALL,
      ...(after === undefined ? {} : { after }),
    });
    version ??= list.version;
    if (list.version !== version) return null;
    for (const file of list.files) files.set(file.path, file);
    after = list.files.at(-1)?.path;
    hasMore = list.hasMore;
  }
  const bytes = new Map<string, Uint8Array>();
  for (const given of paths) {
    const normalized = normalizePath(given);
    if (!normalized.ok || files.get(normalized.path)?.status !== 'INDEXED') continue;
    signal.throwIfAborted();
    const read = await retriever.readBytes({ ...session, path: normalized.path });
    if (read === null || read.version !== version) return null;
    bytes.set(normalized.path, read.bytes);
  }
  return { version: version ?? 0, files, bytes };
}
