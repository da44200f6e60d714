/** Replaces the one place of a file where `find` stands. */
export interface Replacement {
  readonly find: string;
  readonly replace: string;
}

/** How a file is to be changed: by anchored replacements, which leave all else as it is, or whole. */
export type DraftEdit =
  | { readonly kind: 'replacements'; readonly replacements: readonly Replacement[] }
  | { readonly kind: 'content'; readonly content: string };

/** The file that an operation is about. */
export interface DraftTarget {
  readonly op: 'create' | 'update' | 'delete';
  /** As the model wrote it. */
  readonly path: string;
  /** The content hash of what the model was shown of the file; null when it was shown nothing. */
  readonly seenHash: string | null;
}

interface DraftBase extends DraftTarget {
  readonly rationale: string | null;
}

/** What a model wants to do with one file, before anything of it was checked. */
export type DraftOperation =
  | (DraftBase & { readonly op: 'create'; readonly content: string })
  | (DraftBase & { readonly op: 'update'; readonly edit: DraftEdit })
  | (DraftBase & { readonly op: 'delete' })
  /** Nothing usable was written for it, and why. */
  | (DraftBase & { readonly unusable: string });
