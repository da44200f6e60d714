import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import { identifyCaller } from './caller.js';
import type { OpenStreams } from './open-streams.js';
import type { Services } from './services.js';

/** What a resolver knows of its request, the same behind both doors. */
export interface ApiContext {
  readonly ownerId: string;
  /** The caller is a trusted service. */
  readonly internal: boolean;
  readonly services: Services;
  readonly streams: OpenStreams;
  readonly log: Logger;
  readonly requestId: string;
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal;
  /** Told when a subscription resumes at its stream's last event: nothing will come. */
  readonly onStreamAtEnd?: () => void;
}

export interface ContextSource {
  readonly config: Config;
  readonly services: Services;
  readonly streams: OpenStreams;
  readonly logger: Logger;
}

/** Throws an `UnauthenticatedError` or a `ForbiddenError`: whoever has a context may use the API. */
export function createContext(
  { config, services, streams, logger }: ContextSource,
  request: Request,
  remoteAddress: string | null,
): ApiContext {
  const caller = identifyCaller(config, { headers: request.headers, url: new URL(request.url), remoteAddress });
  const requestId = randomUUID();
  return { ...caller, services, streams, requestId, log: logger.child({ requestId }), signal: request.signal };
}
