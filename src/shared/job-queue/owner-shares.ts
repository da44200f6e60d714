import { EventEmitter } from 'node:events';
import type { Job, WorkerEvents } from 'graphile-worker';

/**
 * Lets no owner have more than its share of a worker's slots, so that there is always one for the others soon. The queue
 * is asked for jobs of owners below their share only.
 *
 * It is asked by one slot at a time. Slots that ask together would not see what the others are about to take; and each
 * look for a job locks all lanes, so that the others would see none, and wait for their next poll.
 */
export class OwnerShares {
  /** For the worker whose slots these are. */
  readonly events: WorkerEvents = new EventEmitter();
  readonly #share: number;
  /** Jobs at work by their flag, which names the owner. */
  readonly #atWork = new Map<string, number>();
  #lastLook: Promise<void> = Promise.resolve();
  #endLook: () => void = () => undefined;

  /** `share`: slots that one owner may have at a time. */
  constructor(share: number) {
    this.#share = share;
    this.events.on('job:start', ({ job }) => {
      this.#count(job, 1);
      this.#endLook();
    });
    this.events.on('job:complete', ({ job }) => this.#count(job, -1));
    this.events.on('worker:getJob:empty', () => this.#endLook());
    this.events.on('worker:getJob:error', () => this.#endLook());
  }

  /** The flags of the owners at their share, once no other slot is looking for a job; one of the events ends the look. */
  readonly forbiddenFlags = async (): Promise<string[]> => {
    const before = this.#lastLook;
    let end = () => {};
    this.#lastLook = new Promise((resolve) => (end = resolve));
    await before;
    this.#endLook = end;
    return this.flagsAtShare();
  };

  /** The flags of the owners at their share. */
  flagsAtShare(): string[] {
    return [...this.#atWork].filter(([, jobs]) => jobs >= this.#share).map(([flag]) => flag);
  }

  #count(job: Job, change: 1 | -1): void {
    for (const flag of Object.keys(job.flags ?? {})) {
      const jobs = (this.#atWork.get(flag) ?? 0) + change;
      if (jobs > 0) this.#atWork.set(flag, jobs);
      else this.#atWork.delete(flag);
    }
  }
}
