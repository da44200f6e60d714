/** One measured quantity over all runs. */
export interface Figure {
  readonly name: string;
  /** `×`, `ms`, `MB` …: what a value is in. */
  readonly unit: string;
  /** One a run. */
  readonly values: readonly number[];
  /** Null: told for information. */
  readonly limit: Limit | null;
}

export interface Limit {
  readonly atMost: number;
  /** The median for a typical cost, the worst run for a promise that must never be broken. */
  readonly of: 'median' | 'worst';
}

/** A figure that every run must match exactly, such as a count. */
export interface Equality {
  readonly name: string;
  readonly expected: string;
  readonly actual: readonly string[];
}

export interface Result {
  readonly figures: readonly Figure[];
  readonly equalities?: readonly Equality[];
  /** Lines that explain the figures: sizes, a profile. */
  readonly notes: readonly string[];
}

export interface Benchmark {
  readonly name: string;
  /** What is compared with what, in a sentence. */
  readonly title: string;
  run(options: { readonly runs: number; readonly progress: (line: string) => void }): Promise<Result>;
}
