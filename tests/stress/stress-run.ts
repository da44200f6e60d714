import type { DatabasePlace } from '../kit/database-template.js';

export type Engine = 'embedded' | 'postgres';

/**
 * One thing that goes wrong again and again, and what must hold afterwards. The command runs it whole
 * (`npm run stress`), the suite in short.
 */
export interface StressRun {
  readonly name: string;
  /** What happens and what must hold, in a sentence. */
  readonly title: string;
  /** Where it can happen: what needs several processes needs PostgreSQL. */
  readonly engines: readonly Engine[];
  /** How often or how many, as the title counts, in a whole run. */
  readonly size: number;
  /** Throws when something does not hold, with what; gives the lines of its report. */
  run(setting: StressSetting): Promise<readonly string[]>;
}

export interface StressSetting {
  readonly seed: number;
  readonly size: number;
  readonly places: Places;
  /** Says how far it is. */
  readonly progress: (line: string) => void;
}

/** Makes databases on the engine of the run. */
export interface Places {
  readonly engine: Engine;
  /** A new, migrated, empty database that nobody has opened. */
  fresh(): Promise<DatabasePlace>;
  /** A new database in which there is nothing at all. */
  empty(): Promise<DatabasePlace>;
  /** Nobody may use it any more. */
  remove(place: DatabasePlace): Promise<void>;
}
