/** A queue's worth of work for one lane (a session, a dialog): its jobs run one at a time. */
export interface Lane {
  /** Which handler serves it. */
  readonly task: string;
  /** The session's or dialog's id. */
  readonly id: string;
  /** Who takes turns with the other owners; null for work of the server's own. */
  readonly ownerId: string | null;
  /** Which of the owner's sessions take turns with each other; null for work of the server's own. */
  readonly sessionId: string | null;
}

export type LaneHandler = (lane: Lane, signal: AbortSignal) => Promise<void>;

/** Under this name the queue serves the lane's jobs one at a time. */
export function queueName({ task, id }: Pick<Lane, 'task' | 'id'>): string {
  return `${task}:${id}`;
}
