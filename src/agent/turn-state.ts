import { Annotation } from '@langchain/langgraph';
import type { HistorySummary, Routing, StoredCitation, Usage } from '../contracts/agent-runner.js';
import type { ProposedChangeset } from '../contracts/changeset.js';
import type { SourceLines } from '../contracts/rag-retriever.js';
import type { DocsWork } from './documents/docs-work.js';
import type { EditsWork } from './edits/edits-work.js';
import type { FileRequest } from './files/file-request.js';

/** Text that an answer may build on; `[n]` in the answer is the n-th of a turn. */
export type TurnPassage = FilePassage | PagePassage;

/** Lines of a file of the session, or of its unsaved text. */
export interface FilePassage extends SourceLines {
  readonly symbol: string | null;
  readonly language: string | null;
  /** The lines `startLine` to `endLine`. */
  readonly content: string;
  readonly origin: 'INDEX' | 'ATTACHMENT' | 'UNSAVED_ATTACHMENT';
}

/** Lines of an attached Confluence page, as it was fetched in this turn; nothing else keeps them. */
export interface PagePassage {
  readonly origin: 'CONFLUENCE';
  readonly url: string;
  readonly pageId: string;
  readonly pageVersion: number;
  readonly title: string;
  /** ISO 8601. */
  readonly fetchedAt: string;
  /** Of the page's Markdown, 1-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  readonly content: string;
  /** The page's headings down to the passage's end. */
  readonly headings: readonly PageHeading[];
}

export interface PageHeading {
  readonly line: number;
  readonly text: string;
}

export function isOfFile(passage: TurnPassage): passage is FilePassage {
  return passage.origin !== 'CONFLUENCE';
}

/** Requests of the model for files, and what they gave beside passages. */
export interface Consultation {
  /** How many times the model was asked. */
  readonly rounds: number;
  readonly results: readonly { readonly request: FileRequest; readonly note: string }[];
  /** Of all passages that were added. */
  readonly characters: number;
  /** Nothing more is looked up. */
  readonly isOver: boolean;
}

/** The lines that a marker of the answer stands for, where they are fewer than its passage's. */
export interface CitedLines {
  readonly marker: number;
  readonly startLine: number;
  readonly endLine: number;
}

/**
 * The channels of one turn, all of them replaced by `freshTurn` when it starts. What the caller gives again with the
 * task (text, history, attachments) is not among them, so that it is not checkpointed.
 */
export const TurnChannels = Annotation.Root({
  taskId: Annotation<string>,
  routing: Annotation<Routing | null>,
  /** The question as the model rewrote it; null where it stands on its own. */
  searchQuery: Annotation<string | null>,
  passages: Annotation<readonly TurnPassage[]>,
  version: Annotation<number | null>,
  coverage: Annotation<number>,
  /** What the model has looked up in the files; null while it has not. */
  consultation: Annotation<Consultation | null>,
  answer: Annotation<string | null>,
  citedLines: Annotation<readonly CitedLines[]>,
  citations: Annotation<readonly StoredCitation[] | null>,
  changeset: Annotation<ProposedChangeset | null>,
  summary: Annotation<HistorySummary | null>,
  usage: Annotation<Usage>,
  documents: Annotation<DocsWork | null>,
  edits: Annotation<EditsWork | null>,
});

export type TurnState = typeof TurnChannels.State;

export const NO_USAGE: Usage = { promptTokens: 0, completionTokens: 0, embeddingTokens: 0, llmCalls: 0 };

/** A value for every channel, so that nothing of an earlier turn can stand in one. */
export function freshTurn(taskId: string): TurnState {
  return {
    taskId,
    routing: null,
    searchQuery: null,
    passages: [],
    version: null,
    coverage: 0,
    consultation: null,
    answer: null,
    citedLines: [],
    citations: null,
    changeset: null,
    summary: null,
    usage: NO_USAGE,
    documents: null,
    edits: null,
  };
}
