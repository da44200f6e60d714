import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { HttpExchange } from '../../http/http-exchange.js';
import { acceptedReply } from '../accepted-reply.js';
import { SharedCall } from '../calls/shared-call.js';
import { readReply } from '../read-reply.js';
import { GIGACHAT } from './gigachat-wording.js';
import { parseReply } from './parse-reply.js';

/** A call that begins now should not meet the token's end. */
const REFRESH_AHEAD_MS = 60_000;

const grant = z.object({
  access_token: z.string().min(1),
  /** Milliseconds since 1970. */
  expires_at: z.number(),
});

interface AccessToken {
  readonly value: string;
  readonly expiresAt: number;
}

/** The access token of one account: asked for when it is needed, once for all who need it. */
export class AccessTokens {
  readonly #http: HttpExchange;
  readonly #account: { readonly token: string; readonly authUrl: string; readonly scope: string };
  #current: AccessToken | null = null;
  /** Kept out of error texts even when it is no longer good. */
  #last: string | null = null;
  #request: SharedCall<AccessToken> | null = null;

  constructor(options: { http: HttpExchange; token: string; authUrl: string; scope: string }) {
    this.#http = options.http;
    this.#account = options;
  }

  /** A token that is good for at least a minute. Rejects with a `ProviderFailure`, or with the signal's reason. */
  async get(signal: AbortSignal): Promise<string> {
    const current = this.#current;
    if (current !== null && current.expiresAt - REFRESH_AHEAD_MS > Date.now()) return current.value;
    if (this.#request === null || this.#request.abandoned) this.#request = this.#newRequest();
    const token = await this.#request.join(signal);
    return token.value;
  }

  /** The service did not accept `value`. Of many calls that met the same refusal only the first one has an effect. */
  reject(value: string): void {
    if (this.#current?.value === value) this.#current = null;
  }

  #newRequest(): SharedCall<AccessToken> {
    const request: SharedCall<AccessToken> = new SharedCall(async (signal) => {
      try {
        this.#current = await this.#ask(signal);
        this.#last = this.#current.value;
        return this.#current;
      } finally {
        if (this.#request === request) this.#request = null;
      }
    });
    return request;
  }

  async #ask(signal: AbortSignal): Promise<AccessToken> {
    const { token, authUrl, scope } = this.#account;
    const wording = GIGACHAT.auth;
    const headers = {
      authorization: `Basic ${token}`,
      rquid: randomUUID(),
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
    };
    const body = new URLSearchParams({ scope }).toString();
    const reply = await this.#http.send({ method: 'POST', url: authUrl, headers, body, wording }, signal);
    const { body: bytes } = await acceptedReply(reply, { wording, secrets: [token, this.#last] });
    const { access_token: value, expires_at: expiresAt } = parseReply(grant, await readReply(bytes));
    return { value, expiresAt };
  }
}
