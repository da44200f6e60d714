/** A queue's worth of work for one lane (a session, a dialog): its jobs run one at a time. */
export interface Lane {
  /** Which handler serves it. */
  readonly task: string;
  /** The session's or dialog's id. */
  readonly id: string;
}

export type LaneHandler = (laneId: string, signal: AbortSignal) => Promise<void>;
