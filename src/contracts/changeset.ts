/** A file that a changeset makes, changes or removes. `content` is exact: its UTF-8 bytes hash to `resultHash`. */
export type ProposedOperation =
  | (OperationBase & { readonly op: 'create'; readonly resultHash: string; readonly content: string })
  | (OperationBase & {
      readonly op: 'update';
      readonly baseHash: string;
      readonly resultHash: string;
      readonly content: string;
    })
  | (OperationBase & { readonly op: 'delete'; readonly baseHash: string });

interface OperationBase {
  readonly path: string;
  /** Unified, from the base to the result. */
  readonly diff: string;
  readonly rationale: string | null;
}

/** In the order in which they are made; a later one is SKIPPED where an earlier one failed. */
export type CheckName =
  | 'path'
  | 'policy'
  | 'base'
  | 'applies_once'
  | 'parses'
  | 'line_endings'
  | 'secret'
  | 'no_change';

export type CheckStatus = 'PASS' | 'WARN' | 'FAIL' | 'SKIPPED';

/** What one check found of one path. An operation with a FAIL is never proposed; its verdict stays to say why. */
export interface CheckVerdict {
  readonly name: CheckName;
  readonly status: CheckStatus;
  readonly message: string | null;
  /** As the model wrote it, where it is no path that a file can have. */
  readonly path: string | null;
}

/** What a turn proposes. At most one operation a path. */
export interface ProposedChangeset {
  /** For the person who reviews it, in the language of the question. */
  readonly summary: string;
  /** The version of the index that the operations were made from. */
  readonly baseVersion: number;
  /** At least one. */
  readonly operations: readonly ProposedOperation[];
  readonly checks: readonly CheckVerdict[];
}

/** A null hash: no such file. */
export interface BaseConflict {
  readonly path: string;
  readonly expected: string | null;
  readonly actual: string | null;
}

export type ChangesetStatus = 'PROPOSED' | 'REVIEWED' | 'APPLIED' | 'REJECTED' | 'STALE' | 'SUPERSEDED';
export type Decision = 'PENDING' | 'ACCEPTED' | 'REJECTED';

/** An earlier proposal of the dialog and what became of it: the next turn must not take it for done when it is not. */
export interface EarlierProposal {
  readonly status: ChangesetStatus;
  readonly summary: string;
  readonly operations: readonly {
    readonly op: ProposedOperation['op'];
    readonly path: string;
    readonly decision: Decision;
    readonly reason: string | null;
  }[];
}
