import type { CheckVerdict } from '../../contracts/changeset.js';

/** One document of the outline, and what became of it so far. */
export interface PlannedDocument {
  /** As the model wrote it; empty for a text that is the answer. */
  readonly path: string;
  readonly title: string;
  readonly sections: readonly string[];
  /** Files to write it from. */
  readonly read: readonly string[];
  /** Null until it is written, and when it could not be. */
  readonly content: string | null;
  /** The hash of the text that the model was shown; null for a new file. */
  readonly seenHash: string | null;
  /** Why it is not proposed; empty while nothing speaks against it. */
  readonly refused: readonly CheckVerdict[];
}

/** What a turn that writes documents has done so far; checkpointed after every document. */
export interface DocsWork {
  /** Files to propose, or a text to read in the chat. */
  readonly result: 'files' | 'answer';
  /** For the person who reviews the files. */
  readonly summary: string;
  readonly documents: readonly PlannedDocument[];
}

/** The index of the document to write next; null when all are written or refused. */
export function nextDocument({ documents }: DocsWork): number | null {
  const index = documents.findIndex(({ content, refused }) => content === null && refused.length === 0);
  return index === -1 ? null : index;
}

/** The plan of a document as data for a prompt. */
export function describeDocument({ path, title, sections }: PlannedDocument): string {
  return JSON.stringify({ path, title, sections });
}

/** A verdict for a document that came to nothing before the checks could say so. */
export function unwritten(path: string, message: string): CheckVerdict {
  return { name: 'parses', status: 'FAIL', message, path };
}
