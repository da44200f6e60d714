import { HostNotAllowedError, UpstreamError } from '../../shared/errors.js';
import type { Deadlines } from '../http/deadline.js';
import { HttpExchange, type HttpReply } from '../http/http-exchange.js';
import { readText } from '../http/read-text.js';
import { authorizationOf, secretsOf } from './authorization.js';
import type { ConfluenceSite } from './confluence-settings.js';
import { wordingOf } from './confluence-wording.js';
import { replyFailure } from './reply-failure.js';
import type { SiteList } from './site-list.js';

export interface ClientLimits {
  readonly deadlines: Deadlines;
  /** For one answer with all its redirects. */
  readonly totalMs: number;
  /** Of one answer's body. */
  readonly mostBytes: number;
}

export const DEFAULT_LIMITS: ClientLimits = {
  deadlines: { connectMs: 10_000, firstByteMs: 20_000, silenceMs: 15_000 },
  totalMs: 45_000,
  mostBytes: 4 * 1024 * 1024,
};

const MOST_REDIRECTS = 3;

/** Reads JSON from listed sites, each with its own credentials. */
export class ConfluenceClient {
  readonly #sites: SiteList;
  readonly #limits: ClientLimits;
  readonly #http: HttpExchange;

  /** `certificates`: PEM texts to trust in place of Node's own; null for those. */
  constructor(options: { sites: SiteList; certificates: readonly string[] | null; limits: ClientLimits }) {
    this.#sites = options.sites;
    this.#limits = options.limits;
    this.#http = new HttpExchange({
      deadlines: options.limits.deadlines,
      certificates: options.certificates,
      verifyCertificates: true,
      failureOf: (message, why) => new UpstreamError(message, why),
    });
  }

  /**
   * What a listed site answers, parsed; null when it answers that there is no such thing (404, 410). Rejects with an
   * `UpstreamError`, a `HostNotAllowedError` when it leads elsewhere, or the signal's reason once the connection is closed.
   */
  async get(url: string, signal: AbortSignal): Promise<unknown> {
    const limit = AbortSignal.timeout(this.#limits.totalMs);
    try {
      return await this.#follow(new URL(url), AbortSignal.any([signal, limit]));
    } catch (error) {
      if (!limit.aborted || signal.aborted || error !== limit.reason) throw error;
      const { name } = wordingOf(new URL(url).origin);
      throw new UpstreamError(`${name} did not answer within ${this.#limits.totalMs / 1000} s. Try again later.`, {
        retryable: true,
      });
    }
  }

  /** Closes the connections that are kept for later calls. */
  close(): void {
    this.#http.close();
  }

  async #follow(first: URL, signal: AbortSignal): Promise<unknown> {
    let target = first;
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
      const site = this.#sites.siteAt(target);
      if (site === null) {
        const { name } = wordingOf(first.origin);
        throw new HostNotAllowedError(target.host, `${name} redirected to the host "${target.host}", which`);
      }
      const reply = await this.#send(target, site, signal);
      const location = reply.status >= 300 && reply.status < 400 ? reply.headers.location : undefined;
      if (location === undefined) return this.#read(reply, target, site);
      await this.#text(reply, target);
      target = this.#redirected(location, target);
    }
    throw new UpstreamError(
      `${wordingOf(first.origin).name} redirected more than ${MOST_REDIRECTS} times. It may ask for a log-in: check its credentials.`,
    );
  }

  async #send(target: URL, { credentials }: ConfluenceSite, signal: AbortSignal): Promise<HttpReply> {
    const headers = { accept: 'application/json', 'accept-encoding': 'identity', ...authorizationOf(credentials) };
    const wording = wordingOf(target.origin);
    return this.#http.send({ method: 'GET', url: target.href, headers, body: null, wording }, signal);
  }

  async #read(reply: HttpReply, target: URL, { credentials }: ConfluenceSite): Promise<unknown> {
    const text = await this.#text(reply, target);
    if (reply.status === 404 || reply.status === 410) return null;
    const { name } = wordingOf(target.origin);
    if (reply.status < 200 || reply.status >= 300) {
      throw replyFailure(reply, { name, text, secrets: secretsOf(credentials) });
    }
    try {
      return JSON.parse(text) as unknown;
    } catch {
      throw new UpstreamError(
        `${name} answered with something other than JSON, such as a log-in page. Check its path in CONFLUENCE_BASE_URLS, its credentials, and whether a proxy stands in between.`,
        { upstreamStatus: reply.status },
      );
    }
  }

  async #text({ body, status }: HttpReply, target: URL): Promise<string> {
    const { mostBytes } = this.#limits;
    const tooLarge = () =>
      new UpstreamError(
        `${wordingOf(target.origin).name} answered with more than ${mostBytes} bytes, which is the limit for a page.`,
        { upstreamStatus: status },
      );
    return readText(body, { mostBytes, tooLarge });
  }

  #redirected(location: string, from: URL): URL {
    if (!URL.canParse(location, from.href)) {
      throw new UpstreamError(`${wordingOf(from.origin).name} redirected to what is no URL.`);
    }
    return new URL(location, from.href);
  }
}
