import type { Routing } from './agent-runner.js';
import type { SourceLines } from './rag-retriever.js';

export type RunStatus = 'QUEUED' | 'RUNNING' | 'CANCELLING' | 'CANCELLED' | 'DONE' | 'ERROR';

export type FailureCode =
  | 'LLM_NOT_CONFIGURED'
  | 'PROVIDER_UNAVAILABLE'
  | 'PROVIDER_AUTH'
  | 'PROVIDER_QUOTA'
  | 'PROVIDER_REFUSED'
  | 'BAD_MODEL_OUTPUT'
  | 'BUDGET_EXCEEDED'
  | 'EMBEDDING_FAILED'
  | 'ATTACHMENT_FAILED'
  | 'INTERNAL';

/** Why a run ended in ERROR. */
export interface RunFailure {
  readonly code: FailureCode;
  readonly message: string;
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;
}

export interface IndexCounts {
  /** The entries given; for a snapshot also the files that it removes. */
  readonly totalFiles: number;
  /** The sum of the five outcomes. */
  readonly processedFiles: number;
  readonly indexedFiles: number;
  readonly reusedFiles: number;
  readonly skippedFiles: number;
  readonly failedFiles: number;
  readonly deletedFiles: number;
  /** Chunks written by this job. */
  readonly chunks: number;
  readonly embeddingsComputed: number;
  readonly embeddingsReused: number;
}

/** The log of an index job; stream name: the job's id. */
export type IndexJobEvent =
  | {
      readonly type: 'index_status';
      readonly status: RunStatus;
      readonly queuePosition: number | null;
      readonly counts: IndexCounts;
    }
  | {
      readonly type: 'index_progress';
      /** 1 is the first. */
      readonly currentFileIndex: number;
      readonly totalFiles: number;
      readonly processedFiles: number;
      readonly currentFilePath: string;
    }
  /** The last one. */
  | {
      readonly type: 'terminal';
      readonly status: RunStatus;
      readonly counts: IndexCounts;
      readonly version: number | null;
      readonly failure: RunFailure | null;
    };

/** The log of a task; stream name: the task's id. */
export type TaskEvent =
  | { readonly type: 'task_status'; readonly status: RunStatus; readonly queuePosition: number | null }
  | { readonly type: 'task_route'; readonly routing: Routing }
  | { readonly type: 'task_step'; readonly step: string; readonly label: string | null }
  | { readonly type: 'task_sources'; readonly sources: readonly SourceLines[] }
  | { readonly type: 'task_delta'; readonly messageId: string; readonly offset: number; readonly text: string }
  | { readonly type: 'task_changeset'; readonly changesetId: string }
  /** The last one. */
  | { readonly type: 'terminal'; readonly status: RunStatus };
