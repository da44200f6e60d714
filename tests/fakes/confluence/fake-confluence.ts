import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { FakeServer, type FakeServerOptions } from '../fake-server.js';
import { sendJson } from '../send.js';
import { answerAsCloud } from './cloud-api.js';
import { type ConfluenceFault, sendFault } from './confluence-fault.js';
import { answerAsDataCenter } from './data-center-api.js';
import { type FakePage, webPathOf } from './fake-page.js';

export interface FakeConfluenceOptions extends FakeServerOptions {
  readonly edition: 'cloud' | 'data center';
  /** Where Confluence is at its origin, as `/confluence`. Cloud: always /wiki. */
  readonly contextPath?: string;
  readonly pages?: readonly FakePage[];
}

export interface RecordedRequest {
  readonly path: string;
  readonly authorization: string | undefined;
}

/** Confluence's REST API over HTTP, of Cloud or Data Center, with pages, an account and scripted faults. */
export class FakeConfluence {
  /** The personal access token that it takes as bearer. */
  readonly token = `fake-token-${randomBytes(6).toString('hex')}`;
  /** The account that it takes as basic authorization. */
  readonly user = 'reader@example.com';
  readonly apiToken = `fake-api-token-${randomBytes(6).toString('hex')}`;
  readonly requests: RecordedRequest[] = [];
  readonly pages: FakePage[];
  readonly #edition: FakeConfluenceOptions['edition'];
  readonly #contextPath: string;
  readonly #server: FakeServer;
  readonly #faults: (ConfluenceFault | null)[] = [];

  private constructor(options: FakeConfluenceOptions) {
    this.#edition = options.edition;
    this.#contextPath = options.edition === 'cloud' ? '/wiki' : (options.contextPath ?? '');
    this.pages = [...(options.pages ?? [])];
    this.#server = new FakeServer(async (request, response) => this.#answer(request, response), options);
  }

  static async start(options: FakeConfluenceOptions): Promise<FakeConfluence> {
    const fake = new FakeConfluence(options);
    await fake.#server.listen(options.port);
    return fake;
  }

  /** Scheme, host and port. */
  get origin(): string {
    return this.#server.url;
  }

  get baseUrl(): string {
    return this.origin + this.#contextPath;
  }

  /** Calls that have not ended: neither answered to the end nor given up by the client. */
  get openCalls(): number {
    return this.#server.openCalls;
  }

  /** The address that a browser would show for a page. */
  urlOf(page: FakePage): string {
    return this.baseUrl + webPathOf(page);
  }

  /** The next requests meet these faults, one each; null lets a request pass. */
  misbehave(...faults: readonly (ConfluenceFault | null)[]): void {
    this.#faults.push(...faults);
  }

  async close(): Promise<void> {
    await this.#server.close();
  }

  #answer({ url: path = '', headers }: IncomingMessage, response: ServerResponse): void {
    this.requests.push({ path, authorization: headers.authorization });
    const fault = this.#faults.shift() ?? null;
    const url = new URL(path, this.origin);
    const isBelow = url.pathname.startsWith(`${this.#contextPath}/`);
    if (fault !== null) sendFault(response, fault);
    else if (isBelow && !this.#accepts(headers.authorization)) this.#sendUnauthorized(response);
    else this.#send(response, isBelow ? this.#find(url) : null);
  }

  /** What the API has at a path below the context path; null when it has nothing. */
  #find(url: URL): object | null {
    url.pathname = url.pathname.slice(this.#contextPath.length);
    return this.#edition === 'cloud' ? answerAsCloud(url, this.pages) : answerAsDataCenter(url, this.pages);
  }

  #accepts(authorization: string | undefined): boolean {
    const basic = Buffer.from(`${this.user}:${this.apiToken}`).toString('base64');
    return authorization === `Bearer ${this.token}` || authorization === `Basic ${basic}`;
  }

  #sendUnauthorized(response: ServerResponse): void {
    if (this.#edition === 'cloud') sendJson(response, 401, { code: 401, message: 'Unauthorized' });
    else {
      response.writeHead(401, { 'content-type': 'text/html', 'www-authenticate': 'OAuth realm="confluence"' });
      response.end('<html><body>Basic Authentication Failure</body></html>');
    }
  }

  #send(response: ServerResponse, answer: object | null): void {
    const title = 'Not Found';
    if (answer !== null) sendJson(response, 200, answer);
    else if (this.#edition === 'cloud')
      sendJson(response, 404, { errors: [{ status: 404, code: 'NOT_FOUND', title }] });
    else sendJson(response, 404, { statusCode: 404, message: 'No content found', reason: title });
  }
}
