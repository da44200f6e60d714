import type { DatabasePlace } from '../kit/database-template.js';
import { ServerProcess } from '../kit/server-process.js';
import type { Places } from './stress-run.js';

export type Environment = Readonly<Record<string, string>>;

/** The processes of one database: embedded a single one that does all, on PostgreSQL as many in each role as are started. */
export class StressServers {
  readonly #all: ServerProcess[] = [];

  private constructor(
    readonly place: DatabasePlace,
    readonly isEmbedded: boolean,
  ) {}

  /** Runs `work` on a new database; ends the processes and removes the database. */
  static async on<T>(places: Places, work: (servers: StressServers) => Promise<T>): Promise<T> {
    const place = await places.fresh();
    const servers = new StressServers(place, places.engine === 'embedded');
    try {
      return await work(servers);
    } finally {
      await servers.killAll();
      await places.remove(place);
    }
  }

  /** As many processes as can serve clients: embedded one, which also works. */
  async serving(count: number, env: Environment = {}): Promise<readonly ServerProcess[]> {
    if (this.isEmbedded) return [await this.start(env)];
    return Promise.all(Array.from({ length: count }, () => this.start({ ROLE: 'api', ...env })));
  }

  async start(env: Environment = {}): Promise<ServerProcess> {
    const server = new ServerProcess(this.place, env);
    this.#all.push(server);
    await server.start();
    return server;
  }

  async killAll(): Promise<void> {
    await Promise.all(this.#all.splice(0).map((server) => server.kill()));
  }

  /** Ends all gracefully; the database can be read then, on either engine. */
  async stopAll(): Promise<void> {
    await Promise.all(this.#all.splice(0).map((server) => server.stop()));
  }
}
