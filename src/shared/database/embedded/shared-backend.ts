import { type Reply, readReply } from './backend-messages.js';
import { Channels } from './channels.js';
import { Gate } from './gate.js';
import type { ProtocolEngine } from './protocol-engine.js';

/** The one backend, and what its sessions must agree on to share it. */
export class SharedBackend {
  readonly engine: ProtocolEngine;
  readonly gate = new Gate<object>();
  readonly channels = new Channels<object>();
  #sessions = 0;

  constructor(engine: ProtocolEngine) {
    this.engine = engine;
  }

  /** As the engine's `exchange`. After an error that it says ends it, nothing more is asked of it: it may never answer. */
  async exchange(request: Uint8Array): Promise<Reply> {
    const reply = readReply(await this.engine.exchange(request));
    if (reply.lastWords !== null) this.engine.abandon(new Error(reply.lastWords));
    return reply;
  }

  /** 1, 2, 3 …, never given twice. */
  nextSessionNumber(): number {
    this.#sessions += 1;
    return this.#sessions;
  }
}
