const RECONNECT_AFTER_MS = 2_000;
const HEARTBEAT_MS = 15_000;

export interface ServerSentEvent {
  readonly id: string;
  readonly event: string;
  readonly data: object;
}

/**
 * An answer that streams `events`. They are taken as the reader takes them, so a slow reader holds one event, not the
 * backlog. When reading fails the connection is cut without a last event, so that the client comes back.
 */
export function eventStreamResponse(
  events: AsyncIterator<ServerSentEvent>,
  onError: (error: unknown) => void,
): Response {
  const encoder = new TextEncoder();
  let begun = false;
  let coming: Coming | null = null;

  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (!begun) {
          begun = true;
          controller.enqueue(encoder.encode(`retry: ${RECONNECT_AFTER_MS}\n\n`));
          return;
        }
        try {
          coming ??= new Coming(events.next());
          if (!(await coming.within(HEARTBEAT_MS))) {
            controller.enqueue(encoder.encode(': heartbeat\n\n'));
            return;
          }
          const { result: settled } = coming;
          coming = null;
          const result = await settled;
          if (result.done) controller.close();
          else controller.enqueue(encoder.encode(write(result.value)));
        } catch (error) {
          onError(error);
          controller.error(error);
        }
      },
      async cancel() {
        await events.return?.();
      },
    },
    { highWaterMark: 0 },
  );

  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      // Some reverse proxies collect an answer before they pass it on; this tells them not to.
      'x-accel-buffering': 'no',
    },
  });
}

function write({ id, event, data }: ServerSentEvent): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/**
 * The next event, waited for from one heartbeat to the next. Promise.race would leave 300 bytes with it each time, for as
 * long as it does not come.
 */
class Coming {
  readonly result: Promise<IteratorResult<ServerSentEvent>>;
  #isSettled = false;
  #wake = () => {};

  constructor(result: Promise<IteratorResult<ServerSentEvent>>) {
    this.result = result;
    const settle = () => {
      this.#isSettled = true;
      this.#wake();
    };
    result.then(settle, settle);
  }

  /** Whether there is an event, an end or a failure; gives after `ms` at the latest. */
  async within(ms: number): Promise<boolean> {
    if (!this.#isSettled) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return this.#isSettled;
  }
}
