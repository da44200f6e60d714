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

  /** 1, 2, 3 …, never given twice. */
  nextSessionNumber(): number {
    this.#sessions += 1;
    return this.#sessions;
  }
}
