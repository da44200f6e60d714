import type { ListedFile } from '../../contracts/rag-retriever.js';

/**
 * At most `most` lines that say which files there are, by path: each file on its own where they are few enough, else
 * folders with the number of their files, as deep as there is room for.
 */
export function fileOverview(files: readonly Pick<ListedFile, 'path' | 'status' | 'reason'>[], most: number): string[] {
  if (files.length <= most) return files.map(fileLine);
  for (let depth = deepest(files); depth > 1; depth -= 1) {
    const lines = linesAtDepth(files, depth);
    if (lines.length <= most) return lines;
  }
  const top = linesAtDepth(files, 1);
  return top.length <= most ? top : [...top.slice(0, most - 1), `… ${top.length - most + 1} more`];
}

function fileLine({ path, status, reason }: Pick<ListedFile, 'path' | 'status' | 'reason'>): string {
  return status === 'INDEXED' ? path : `${path} (cannot be read: ${reason ?? status})`;
}

function deepest(files: readonly Pick<ListedFile, 'path'>[]): number {
  return files.reduce((most, { path }) => Math.max(most, path.split('/').length - 1), 1);
}

/** Files in folders of more than `depth` levels count for the folder at that depth. */
function linesAtDepth(files: readonly Pick<ListedFile, 'path' | 'status' | 'reason'>[], depth: number): string[] {
  const counts = new Map<string, number>();
  for (const file of files) {
    const parts = file.path.split('/');
    const line = parts.length > depth ? `${parts.slice(0, depth).join('/')}/` : fileLine(file);
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return [...counts].map(([line, count]) => (line.endsWith('/') ? `${line} (${count} files)` : line));
}
