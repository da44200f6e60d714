import type { EarlierProposal, ProposedChangeset } from './changeset.js';
import type { SourceLines } from './rag-retriever.js';

export type Route = 'DEFAULT_GENERAL' | 'PROJECT_QA' | 'PROJECT_EDITS' | 'DOCS_GENERATION';
export type MessageMode = 'AUTO' | 'PROJECT_QA' | 'PROJECT_EDITS' | 'DOCS_GENERATION' | 'QA';
export type RoutingSource = 'MODE' | 'MODEL' | 'RULES' | 'CONTEXT';

export interface Routing {
  readonly route: Route;
  readonly source: RoutingSource;
  /** 0 to 1. */
  readonly confidence: number | null;
  readonly reason: string | null;
}

/** What the router remembers of a dialog from its last answered question. */
export interface RouterMemory {
  readonly route: Route;
  readonly question: string;
}

export interface HistoryMessage {
  readonly role: 'USER' | 'ASSISTANT';
  readonly content: string;
  /** Its turn was cancelled: the text is cut off, and what it speaks of doing was neither proposed nor done. */
  readonly interrupted?: true;
  /** What this message proposed, and what became of it. */
  readonly proposal?: EarlierProposal;
}

/** What was said before the history, in short. */
export interface HistorySummary {
  readonly text: string;
  /** How many of the oldest messages of the turn's history it covers. */
  readonly messages: number;
}

/** What one turn may use. Null: no bound of its own. */
export interface TurnBudget {
  /** Prompt and completion tokens together. */
  readonly maxTotalTokens: number | null;
  readonly maxSeconds: number | null;
}

/** A file the person attached: lines of it, or the text as it stands unsaved in their editor. */
export interface FileAttachment {
  readonly type: 'file';
  readonly path: string;
  readonly startLine: number | null;
  readonly endLine: number | null;
  readonly unsavedContent: string | null;
}

export interface ConfluenceAttachment {
  readonly type: 'confluence';
  readonly url: string;
}

export type Attachment = FileAttachment | ConfluenceAttachment;

export interface AgentInput {
  readonly taskId: string;
  /** 1, 2 …: once a higher one has begun, nothing that a lower one still does is kept. */
  readonly attempt: number;
  /** Also the id of the graph's checkpoint thread. */
  readonly dialogId: string;
  readonly sessionId: string;
  readonly ownerId: string;
  readonly text: string;
  readonly mode: MessageMode;
  readonly attachments: readonly Attachment[];
  /** The dialog so far, oldest first, without this message and what `summary` covers. */
  readonly history: readonly HistoryMessage[];
  /** What was said before `history`; null when that is the whole dialog. */
  readonly summary: string | null;
  readonly memory: RouterMemory | null;
  readonly budget: TurnBudget;
  /** By earlier attempts at this task. */
  readonly used: TaskUsage;
}

export type CitationVerdict = 'VERIFIED' | 'RELOCATED' | 'UNVERIFIED';

/** `[marker]` in the answer, and what stands behind it; a marker that points to nothing has a null source. */
export interface StoredCitation {
  readonly marker: number;
  readonly source: StoredCitationSource | null;
  /** Cut from the stored lines, never from what a model wrote. */
  readonly quote: string;
  readonly verdict: CitationVerdict;
}

export type StoredCitationSource =
  | ({ readonly type: 'file'; readonly unsaved?: boolean } & SourceLines)
  | {
      readonly type: 'confluence';
      readonly url: string;
      readonly pageId: string;
      readonly pageVersion: number;
      readonly heading: string | null;
    };

export interface Usage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly embeddingTokens: number;
  readonly llmCalls: number;
}

export interface TaskUsage extends Usage {
  /** Milliseconds of work, without the waiting before it and between attempts. */
  readonly durationMs: number;
}

/** What happens while the agent works, in order. */
export type AgentEvent =
  | { readonly type: 'routed'; readonly routing: Routing }
  /** A graph node began. */
  | { readonly type: 'step'; readonly step: string; readonly label: string | null }
  | { readonly type: 'sources'; readonly sources: readonly SourceLines[] }
  /** The answer from `offset` (UTF-16 units) on is now `text`; a resumed run may go back. */
  | { readonly type: 'delta'; readonly offset: number; readonly text: string }
  /** What has been used so far; told after every provider call, so that a failed run has its usage too. */
  | { readonly type: 'usage'; readonly usage: Usage };

export interface AgentResult {
  readonly routing: Routing;
  /** Exactly the concatenated deltas. */
  readonly answer: string;
  readonly citations: readonly StoredCitation[];
  /** The index version the answer saw; null when it did not look. */
  readonly version: number | null;
  /** Null when the turn proposes nothing. */
  readonly changeset: ProposedChangeset | null;
  /** A new summary, earlier one included; null when the history needs none. */
  readonly summary: HistorySummary | null;
  readonly usage: Usage;
}

/** Answers one message. */
export interface AgentRunner {
  /**
   * Runs the turn to its end, telling what happens through `emit`, whose promise it awaits. Running the same task id
   * again after a crash continues from its last checkpoint. Throws an `AgentFailure` for expected failures, a used-up
   * budget among them, and the signal's reason once aborted, when the provider's call has ended.
   */
  run(input: AgentInput, emit: (event: AgentEvent) => Promise<void>, signal: AbortSignal): Promise<AgentResult>;
  /** Up to 1,000 dialogs that have checkpoints. */
  rememberedDialogs(): Promise<readonly string[]>;
  /** Forgets the checkpoints of a dialog. */
  forget(dialogId: string): Promise<void>;
}
