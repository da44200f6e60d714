import type { Files } from '../../tests/kit/story.js';

/** Questions over a code base, and where their answers stand. */
export interface EvalSet {
  readonly name: string;
  readonly files: Files;
  readonly questions: readonly Question[];
  /** What has a rank: each passage found, or each file by its best passage. */
  readonly ranked: 'passages' | 'files';
  /** What the figures must reach; empty for data that nobody has set a target for. */
  readonly targets: readonly Target[];
}

export interface Question {
  readonly query: string;
  /** At least one. */
  readonly answers: readonly Answer[];
}

export interface Answer {
  readonly path: string;
  /** A passage is right when it has one of these lines; null: anywhere in the file. */
  readonly lines: LineRange | null;
}

/** 1-based, inclusive. */
export interface LineRange {
  readonly startLine: number;
  readonly endLine: number;
}

export interface Target {
  readonly metric: 'mrr' | 'ndcgAt10' | 'recallAt10';
  /** Of the hybrid search. */
  readonly atLeast: number;
}
