export interface ManifestEntry {
  readonly path: string;
  /** SHA-256 of the file's raw bytes, lower-case hex. */
  readonly contentHash: string;
}

export interface ManifestComparison {
  readonly version: number;
  /** Paths to upsert: new or other content. */
  readonly upsert: readonly string[];
  /** Paths to delete. */
  readonly delete: readonly string[];
  readonly unchanged: number;
}

/**
 * What would make `known` (hash by path) equal `manifest`. A path whose known hash is null must be sent again whatever
 * its content: it failed to be indexed.
 */
export function compareManifest(
  known: ReadonlyMap<string, string | null>,
  manifest: readonly ManifestEntry[],
): Omit<ManifestComparison, 'version'> {
  const wanted = new Map(manifest.map(({ path, contentHash }) => [path.normalize('NFC'), { path, contentHash }]));
  const upsert = [...wanted]
    .filter(([normalized, { contentHash }]) => known.get(normalized) !== contentHash)
    .map(([, { path }]) => path);
  const removed = [...known.keys()].filter((path) => !wanted.has(path));
  return { upsert, delete: removed, unchanged: wanted.size - upsert.length };
}
