export interface FakeMessage {
  readonly role: string;
  readonly content: string;
}

/** What the model says to these messages. */
export type ReplyFunction = (messages: readonly FakeMessage[]) => FakeReply | Promise<FakeReply>;

/** A text, or the pieces it is streamed in, with a pause between them, and the reason that it ends for. */
export type FakeReply =
  | string
  | { readonly pieces: readonly string[]; readonly finishReason?: string; readonly pauseMs?: number };

/** Replies one after the other, the last one again and again; or a function of what was asked. */
export type ReplyScript = readonly FakeReply[] | ReplyFunction;

export interface SpokenReply {
  readonly pieces: readonly string[];
  readonly finishReason: string;
  readonly pauseMs: number;
}

/** Follows a script. */
export class Replies {
  #script: ReplyScript;
  #next = 0;

  constructor(script: ReplyScript) {
    this.#script = script;
  }

  set(script: ReplyScript): void {
    this.#script = script;
    this.#next = 0;
  }

  async to(messages: readonly FakeMessage[]): Promise<SpokenReply> {
    const reply = typeof this.#script === 'function' ? await this.#script(messages) : this.#fromList(this.#script);
    if (typeof reply === 'string') return { pieces: reply.split(/(?<=\s)/), finishReason: 'stop', pauseMs: 0 };
    return { pieces: reply.pieces, finishReason: reply.finishReason ?? 'stop', pauseMs: reply.pauseMs ?? 0 };
  }

  #fromList(list: readonly FakeReply[]): FakeReply {
    const reply = list[Math.min(this.#next, list.length - 1)];
    this.#next += 1;
    if (reply === undefined) throw new Error('The script of replies is empty.');
    return reply;
  }
}

/** About what a tokenizer would count. */
export function tokensOf(text: string): number {
  return Math.ceil(text.length / 4);
}
