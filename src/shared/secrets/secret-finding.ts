export interface SecretFinding {
  /** What was recognised, as a phrase without the value. */
  readonly rule: string;
  /** 1-based. */
  readonly line: number;
}
