import { byteSize } from './byte-size.js';
import { counted, grouped } from './counted.js';

/** Why a file of the folder is not sent. */
export type LeftOutReason =
  | 'TOO_LARGE'
  | 'TOO_LARGE_ENCODED'
  | 'NOT_READABLE'
  | 'SYMBOLIC_LINK'
  | 'SUBMODULE'
  | 'NOT_REGULAR'
  | 'NOT_UTF8_NAME'
  | 'UNSAFE_NAME'
  | 'COLLIDING_NAME';

/** Counts what is left out, by reason. */
export class LeftOut {
  readonly #counts = new Map<LeftOutReason, number>();

  add(reason: LeftOutReason): void {
    this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + 1);
  }

  get total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** `3 files left out: 2 too large (max 2 MiB), 1 not readable`; null when nothing was. */
  summary(maxFileBytes: number): string | null {
    if (this.total === 0) return null;
    const reasons = [...this.#counts].map(([reason, count]) => `${grouped(count)} ${describe(reason, maxFileBytes)}`);
    return `${counted(this.total, 'file')} left out: ${reasons.join(', ')}`;
  }
}

function describe(reason: LeftOutReason, maxFileBytes: number): string {
  const words: Record<LeftOutReason, string> = {
    TOO_LARGE: `too large (max ${byteSize(maxFileBytes)})`,
    TOO_LARGE_ENCODED: 'too large for one request',
    NOT_READABLE: 'not readable',
    SYMBOLIC_LINK: 'symbolic link',
    SUBMODULE: 'submodule or nested repository',
    NOT_REGULAR: 'not a regular file',
    NOT_UTF8_NAME: 'named in another encoding than UTF-8',
    UNSAFE_NAME: 'with an unsafe name (such as a control character or backslash in it)',
    COLLIDING_NAME: 'named like another file except for case or Unicode form',
  };
  return words[reason];
}
