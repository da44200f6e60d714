import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartupError } from './shared/errors.js';

interface Place {
  /** A name or an address of this machine. */
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
}

/** Lets the server listen; gives its URL. Throws a `StartupError` that names the setting to change. */
export async function bindServer(server: Server, place: Place): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', (error) => reject(whyNotBound(error, place)));
    server.listen(place.port, place.host);
  });
  return urlOf({ host: place.host, port: (server.address() as AddressInfo).port });
}

/** The error of a server that could not listen, as a `StartupError` when whoever starts it can do something about it. */
export function whyNotBound(error: NodeJS.ErrnoException, { host, port }: Place): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartupError(`Port ${port} on ${host} is taken. Stop what listens there, or set PORT to another one.`);
    case 'EACCES':
      return new StartupError(
        `This account may not listen on port ${port} of ${host}. Set PORT to one that it may use, such as 15000.`,
      );
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
    case 'EINVAL':
      return new StartupError(`HOST is ${host}, which is no address of this machine. ${ADDRESSES}`);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartupError(`HOST is ${host}, a name for which no address was found. ${ADDRESSES}`);
    default:
      return error;
  }
}

const ADDRESSES =
  'Set it to 127.0.0.1 to serve this machine, to 0.0.0.0 to serve others too, or to one of its addresses.';

/** Where this machine reaches the server. */
export function urlOf({ host, port }: Place): string {
  if (host === '127.0.0.1' || host === '0.0.0.0' || host === '::') return `http://localhost:${port}`;
  return host.includes(':') ? `http://[${host}]:${port}` : `http://${host}:${port}`;
}
