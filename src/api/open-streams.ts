import { LimitError } from '../shared/errors.js';

/** The subscriptions that are being read in this process, by owner. */
export class OpenStreams {
  readonly #byOwner = new Map<string, Set<() => void>>();

  /** `limit` is how many each owner may have. */
  constructor(readonly limit: number) {}

  /** Of all owners. */
  get total(): number {
    let total = 0;
    for (const streams of this.#byOwner.values()) total += streams.size;
    return total;
  }

  /**
   * Takes a place for a stream that `cut` ends from outside; the returned function gives the place back.
   * Throws a `LimitError` when the owner has none left.
   */
  open(ownerId: string, cut: () => void): () => void {
    const streams = this.#byOwner.get(ownerId) ?? new Set();
    if (streams.size >= this.limit) {
      throw new LimitError(
        'QUOTA_EXCEEDED',
        `${streams.size} subscriptions are open; the limit is ${this.limit} (MAX_SUBSCRIPTIONS). Close some that are no longer read.`,
        this.limit,
        streams.size,
        1_000,
      );
    }
    this.#byOwner.set(ownerId, streams.add(cut));
    return () => {
      streams.delete(cut);
      if (streams.size === 0 && this.#byOwner.get(ownerId) === streams) this.#byOwner.delete(ownerId);
    };
  }

  /** Ends every stream, for a shutdown: none of them gets a last event. */
  cutAll(): void {
    for (const streams of [...this.#byOwner.values()]) for (const cut of [...streams]) cut();
  }
}
