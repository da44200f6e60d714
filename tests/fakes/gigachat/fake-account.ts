import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson } from '../send.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const HALF_AN_HOUR_MS = 1_800_000;

/** The OAuth half of the service. */
export class FakeAccount {
  /** How long tokens are said to live. */
  lifetimeMs = HALF_AN_HOUR_MS;
  /** All tokens that it ever gave. */
  readonly granted: string[] = [];
  readonly #key: string;
  readonly #valid = new Set<string>();

  constructor(key: string) {
    this.#key = key;
  }

  /** The service forgets its tokens sooner than it said. */
  expireAll(): void {
    this.#valid.clear();
  }

  accepts({ headers }: IncomingMessage): boolean {
    return this.#valid.has((headers.authorization ?? '').replace(/^Bearer /, ''));
  }

  async grant({ headers }: IncomingMessage, response: ServerResponse, body: unknown): Promise<void> {
    const { rquid } = headers;
    if (typeof rquid !== 'string' || !UUID.test(rquid)) {
      return sendJson(response, 400, { code: 1, message: 'RqUID header is not a UUID' });
    }
    if (!/^GIGACHAT_API_(PERS|B2B|CORP)$/.test((body as { scope?: string }).scope ?? '')) {
      return sendJson(response, 400, { code: 5, message: 'scope is empty or unknown' });
    }
    if (headers.authorization !== `Basic ${this.#key}`) {
      return sendJson(response, 401, { code: 6, message: "credentials doesn't match db data" });
    }
    const token = `fake-access-${randomBytes(24).toString('base64url')}`;
    this.granted.push(token);
    this.#valid.add(token);
    sendJson(response, 200, { access_token: token, expires_at: Date.now() + this.lifetimeMs });
  }
}
