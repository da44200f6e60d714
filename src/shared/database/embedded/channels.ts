import type { Notification } from './backend-messages.js';

export interface ChannelChange {
  readonly kind: 'LISTEN' | 'UNLISTEN';
  /** Null: UNLISTEN *. */
  readonly channel: string | null;
}

const STATEMENT = /(?:^|;)\s*(LISTEN|UNLISTEN)\s+(?:"((?:[^"]|"")+)"|([\p{L}_][\p{L}\p{N}_$]*)|(\*))\s*(?=;|$)/giu;

/**
 * The LISTEN and UNLISTEN statements of a query, in order. The protocol does not say which channel a statement named,
 * so this reads the text; a statement after a comment, or inside a function's body, is not seen.
 */
export function channelChanges(sql: string): ChannelChange[] {
  return Array.from(sql.matchAll(STATEMENT), ([, keyword = '', quoted, plain]) => ({
    kind: keyword.toUpperCase() as ChannelChange['kind'],
    channel: quoted?.replaceAll('""', '"') ?? plain?.toLowerCase() ?? null,
  }));
}

/** Who listens to what, among the sessions that share one backend. */
export class Channels<Listener> {
  readonly #listeners = new Map<string, Map<Listener, (message: Buffer) => void>>();

  apply(listener: Listener, change: ChannelChange, deliver: (message: Buffer) => void): void {
    if (change.kind === 'UNLISTEN') {
      this.#drop(listener, change.channel);
    } else if (change.channel !== null) {
      const listeners = this.#listeners.get(change.channel) ?? new Map();
      this.#listeners.set(change.channel, listeners.set(listener, deliver));
    }
  }

  dropAll(listener: Listener): void {
    this.#drop(listener, null);
  }

  publish({ channel, message }: Notification): void {
    for (const deliver of this.#listeners.get(channel)?.values() ?? []) deliver(message);
  }

  /** SQL that makes the backend listen to every channel someone waits on; null when there is none. */
  listenSql(): string | null {
    const channels = [...this.#listeners.keys()];
    if (channels.length === 0) return null;
    return channels.map((channel) => `LISTEN "${channel.replaceAll('"', '""')}"`).join(';');
  }

  #drop(listener: Listener, channel: string | null): void {
    for (const [name, listeners] of this.#listeners) {
      if (channel !== null && channel !== name) continue;
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(name);
    }
  }
}
