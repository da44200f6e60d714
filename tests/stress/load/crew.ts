import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabasePlace } from '../../kit/database-template.js';
import type { Random } from '../../kit/random.js';
import { ServerProcess } from '../../kit/server-process.js';

export type Role = 'all' | 'api' | 'worker';

/** A process of the crew, whichever life it lives. */
export interface Member {
  readonly name: string;
  readonly role: Role;
  /** 1, 2 … */
  life: number;
  /** When each life but the present one ended, as `performance.now()`. */
  readonly deaths: number[];
  serving: boolean;
}

type ServingMember = Member & { readonly server: ServerProcess };

/** Processes on one database that are killed and started again. */
export class Crew {
  readonly members: readonly ServingMember[];
  readonly #changes = new EventEmitter();
  readonly #restarts = new Set<Promise<void>>();
  #failure: unknown = null;

  private constructor(members: readonly ServingMember[]) {
    this.#changes.setMaxListeners(0);
    this.members = members;
  }

  /** `environment` gives the variables of a member beside its role. */
  static async of(
    place: DatabasePlace,
    roles: readonly Role[],
    environment: (member: Member) => Promise<Readonly<Record<string, string>>>,
  ): Promise<Crew> {
    const members = roles.map(async (role, index) => {
      const member: Member = { name: `${role}-${index + 1}`, role, life: 0, deaths: [], serving: false };
      const server = new ServerProcess(place, { ROLE: role, ...(await environment(member)) });
      return Object.assign(member, { server });
    });
    return new Crew(await Promise.all(members));
  }

  get serving(): ServingMember[] {
    return this.members.filter(({ serving }) => serving);
  }

  async start(): Promise<void> {
    await Promise.all(this.members.map((member) => this.#begin(member)));
  }

  /** The address of an API process that serves; waits for one. */
  async api(random: Random): Promise<string> {
    await this.until(() => this.#apis().length > 0);
    return random.pick(this.#apis()).server.url;
  }

  /** Gives when it is so. Rejects when a process could not be started again. */
  async until(isSo: () => boolean): Promise<void> {
    for (;;) {
      if (this.#failure !== null) throw this.#failure;
      if (isSo()) return;
      await once(this.#changes, 'change');
    }
  }

  /** Ends a member as a crash does, and begins its next life after the pause. */
  async kill(member: ServingMember, pauseMs: number): Promise<void> {
    member.serving = false;
    member.deaths.push(performance.now());
    await member.server.kill();
    this.#changes.emit('change');
    const restart = sleep(pauseMs)
      .then(() => this.#begin(member))
      .catch((error: unknown) => {
        this.#failure = error;
        this.#changes.emit('change');
      });
    this.#restarts.add(restart);
    void restart.finally(() => this.#restarts.delete(restart));
  }

  /** Ends all gracefully; gives their exit codes. */
  async stop(): Promise<(number | null)[]> {
    await Promise.all(this.#restarts);
    return Promise.all(this.members.map(({ server }) => server.stop()));
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#restarts);
    await Promise.all(this.members.map(({ server }) => server.kill()));
  }

  #apis(): ServingMember[] {
    return this.serving.filter(({ role }) => role !== 'worker');
  }

  async #begin(member: ServingMember): Promise<void> {
    member.life += 1;
    await member.server.start();
    member.serving = true;
    this.#changes.emit('change');
  }
}
