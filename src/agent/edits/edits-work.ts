import type { DraftOperation, DraftTarget } from '../changesets/draft-operation.js';

/** One file of the plan, and what was written for it so far. */
export interface PlannedFile {
  readonly op: DraftTarget['op'];
  /** As the model wrote it. */
  readonly path: string;
  readonly intent: string;
  /** Null until the file's turn has come. */
  readonly draft: DraftOperation | null;
  /** What to put right in the draft; null the first time. */
  readonly repair: string | null;
}

/** What an editing turn has done so far; checkpointed after every file. */
export interface EditsWork {
  readonly summary: string;
  /** Code that would have to change too, of files that the index has. */
  readonly codeFiles: readonly string[];
  readonly files: readonly PlannedFile[];
  /** How many operations the plan had beyond the most that one turn may have. */
  readonly beyondLimit: number;
  /** Indexes of `files` that are still to be written, in order. */
  readonly queue: readonly number[];
  readonly repairRounds: number;
  /** The self-check has said its last word. */
  readonly settled: boolean;
}

/** The drafts to check, one a file, in the order of the plan. */
export function draftsOf({ files }: EditsWork): DraftOperation[] {
  return files.map(
    ({ op, path, draft }) =>
      draft ?? { op, path, seenHash: null, rationale: null, unusable: 'Nothing was written for this file.' },
  );
}

/** The work with one file's fields replaced. */
export function withFile(work: EditsWork, index: number, change: Partial<PlannedFile>): EditsWork {
  return { ...work, files: work.files.map((file, at) => (at === index ? { ...file, ...change } : file)) };
}
