import type { Reply } from './backend-messages.js';
import { type ChannelChange, channelChanges } from './channels.js';
import { encodeCloseStatement, encodeQuery, encodeSync, preparedName, scopeNames, sqlOf } from './frontend-messages.js';
import type { SharedBackend } from './shared-backend.js';

/**
 * One client's session on the shared backend. It holds the gate from its first statement until the backend says that
 * no transaction is open, so transactions of several sessions never mix.
 *
 * The backend has one set of settings and of session locks: `SET` and `pg_advisory_lock` reach every session.
 * `SET LOCAL` and `pg_advisory_xact_lock` are safe.
 */
export class EmbeddedSession {
  readonly number: number;
  readonly #backend: SharedBackend;
  readonly #deliver: (bytes: Buffer) => void;
  /** Names as the backend knows them: each session has its own, so that two may prepare the same name. */
  readonly #prepared = new Set<string>();
  #uncommittedChanges: ChannelChange[] = [];
  #running: Promise<void> = Promise.resolve();
  #end: Promise<void> | null = null;

  /** `deliver` receives answers and notifications, whole messages at a time. */
  constructor(backend: SharedBackend, deliver: (bytes: Buffer) => void) {
    this.#backend = backend;
    this.#deliver = deliver;
    this.number = backend.nextSessionNumber();
  }

  /**
   * Runs messages of which the last awaits an answer, and delivers it. Calls must not overlap.
   * Rejects when the engine has failed, and does nothing once the session has ended.
   */
  execute(messages: readonly Buffer[]): Promise<void> {
    const run = this.#execute(messages);
    this.#running = run.catch(() => undefined);
    return run;
  }

  /** Rolls an open transaction back and forgets what the session had prepared and listened to. Never rejects. */
  end(): Promise<void> {
    this.#end ??= this.#finish();
    return this.#end;
  }

  async #execute(messages: readonly Buffer[]): Promise<void> {
    const { gate, channels } = this.#backend;
    if (this.#end !== null || !(await gate.enter(this))) return;
    // Ended between being admitted and running: #finish waits for this call and leaves the gate.
    if (this.#end !== null) return;
    const reply = await this.#exchange(messages.map((message) => this.#register(message)));
    await this.#settleChannels(reply);
    if (reply.status === 'I') gate.leave(this);
    this.#deliver(reply.bytes);
    for (const notification of reply.notifications) channels.publish(notification);
  }

  async #finish(): Promise<void> {
    const { gate, channels } = this.#backend;
    channels.dropAll(this);
    if (!gate.isHeldBy(this)) gate.leave(this);
    await this.#running;
    try {
      if (gate.isHeldBy(this)) await this.#exchange([encodeSync(), encodeQuery('ROLLBACK')]);
      if (this.#prepared.size > 0 && (await gate.enter(this))) {
        await this.#exchange([...Array.from(this.#prepared, encodeCloseStatement), encodeSync()]);
      }
    } catch {
      // The engine has failed; the query it failed on has said so, and there is nothing left to tidy.
    } finally {
      gate.leave(this);
    }
  }

  #exchange(messages: readonly Buffer[]): Promise<Reply> {
    return this.#backend.exchange(Buffer.concat(messages));
  }

  /** Notes what a message does to the session, and makes its names the session's own. */
  #register(message: Buffer): Buffer {
    const sql = sqlOf(message);
    if (sql !== null) this.#uncommittedChanges.push(...channelChanges(sql));
    const scoped = scopeNames(message, `s${this.number}_`);
    const name = preparedName(scoped);
    if (name !== null) this.#prepared.add(name);
    return scoped;
  }

  /** LISTEN and UNLISTEN take effect when their transaction commits, and not at all when it does not. */
  async #settleChannels({ status, committed }: Reply): Promise<void> {
    if (status !== 'I' || this.#uncommittedChanges.length === 0) return;
    const { channels } = this.#backend;
    const changes = committed ? this.#uncommittedChanges : [];
    this.#uncommittedChanges = [];
    for (const change of changes) channels.apply(this, change, this.#deliver);
    // UNLISTEN made the backend deaf for every session. Nobody else could notify in between: this one holds the gate.
    const listenSql = changes.some(({ kind }) => kind === 'UNLISTEN') ? channels.listenSql() : null;
    if (listenSql !== null) await this.#exchange([encodeQuery(listenSql)]);
  }
}
