import { once } from 'node:events';
import { createServer as createPlainServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

export type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface FakeServerOptions {
  /** 0 takes any free port. */
  readonly port?: number;
  /** PEM texts; serves HTTPS. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** A server on loopback that counts its open calls. */
export class FakeServer {
  readonly #server: Server;
  readonly #secure: boolean;
  readonly #sockets = new Set<Socket>();
  #openCalls = 0;
  #mostCalls = 0;

  constructor(listener: Listener, { tls }: FakeServerOptions = {}) {
    const onRequest = (request: IncomingMessage, response: ServerResponse) => {
      this.#openCalls += 1;
      this.#mostCalls = Math.max(this.#mostCalls, this.#openCalls);
      response.once('close', () => {
        this.#openCalls -= 1;
      });
      listener(request, response).catch((error: unknown) => response.destroy(error as Error));
    };
    this.#secure = tls !== undefined;
    this.#server = tls === undefined ? createPlainServer(onRequest) : createSecureServer(tls, onRequest);
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
      socket.on('error', () => {});
    });
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `${this.#secure ? 'https' : 'http'}://127.0.0.1:${port}`;
  }

  /** Calls that have not ended: neither answered to the end nor given up by the client. */
  get openCalls(): number {
    return this.#openCalls;
  }

  /** The most calls that were open at the same time. */
  get mostCalls(): number {
    return this.#mostCalls;
  }

  async listen(port = 0): Promise<void> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  /** Cuts what is open; from then on connections are refused. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

/** The request's body as text. */
export async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}
