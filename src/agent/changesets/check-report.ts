import type { CheckName, CheckStatus, CheckVerdict } from '../../contracts/changeset.js';
import { asStorable } from '../../shared/storable-text.js';

/** In the order in which the checks are made. */
const CHECK_NAMES: readonly CheckName[] = [
  'path',
  'policy',
  'base',
  'applies_once',
  'parses',
  'line_endings',
  'secret',
  'no_change',
];

/** Collects what the checks find of one operation. */
export class CheckReport {
  readonly #found = new Map<CheckName, { status: CheckStatus; message: string | null }>();
  /** As the model wrote it, until it is known to be a path. */
  path: string;

  constructor(path: string) {
    this.path = path;
  }

  add(name: CheckName, status: CheckStatus, message: string | null = null): void {
    this.#found.set(name, { status, message });
  }

  get failed(): boolean {
    return [...this.#found.values()].some(({ status }) => status === 'FAIL');
  }

  /** One of each check; those that were not made are SKIPPED. */
  get verdicts(): CheckVerdict[] {
    return CHECK_NAMES.map((name) => {
      const { status, message } = this.#found.get(name) ?? { status: 'SKIPPED', message: null };
      return { name, status, message: message === null ? null : asStorable(message), path: asStorable(this.path) };
    });
  }
}
