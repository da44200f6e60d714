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
  let coming: Promise<IteratorResult<ServerSentEvent>> | null = null;

  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (!begun) {
          begun = true;
          controller.enqueue(encoder.encode(`retry: ${RECONNECT_AFTER_MS}\n\n`));
          return;
        }
        try {
          coming ??= events.next();
          const result = await before(HEARTBEAT_MS, coming);
          if (result === 'late') {
            controller.enqueue(encoder.encode(': heartbeat\n\n'));
            return;
          }
          coming = null;
          if (result.done) controller.close();
          else controller.enqueue(encoder.encode(write(result.value)));
        } catch (error) {
          onError(error);
          controller.error(error);
        }
      },
      async cancel() {
        coming?.catch(() => undefined);
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

async function before<Value>(ms: number, promise: Promise<Value>): Promise<Value | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, ms, 'late');
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
