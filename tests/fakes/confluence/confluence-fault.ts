import type { ServerResponse } from 'node:http';
import { sendJson } from '../send.js';

/** How a fake Confluence misbehaves on one request. */
export type ConfluenceFault =
  /** Answers with this status, and words that Confluence might add. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string; readonly message?: string }
  | { readonly kind: 'redirect'; readonly to: string }
  /** A log-in page, with status 200. */
  | { readonly kind: 'log-in page' }
  /** Takes the request and never answers. */
  | { readonly kind: 'hang before headers' }
  /** Begins to answer, then sends nothing more. */
  | { readonly kind: 'hang mid-body' }
  /** Begins to answer, then destroys the connection. */
  | { readonly kind: 'cut mid-body' }
  /** Answers with this many bytes. */
  | { readonly kind: 'oversize'; readonly bytes: number }
  /** Sends a byte now and then and never comes to an end. */
  | { readonly kind: 'drip'; readonly everyMs: number };

const BEGINNING = '{"id":"1","title":"Half a';

export function sendFault(response: ServerResponse, fault: ConfluenceFault): void {
  const json = { 'content-type': 'application/json' };
  switch (fault.kind) {
    case 'status': {
      const headers = fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter };
      sendJson(response, fault.status, { statusCode: fault.status, message: fault.message ?? '' }, headers);
      return;
    }
    case 'redirect':
      response.writeHead(302, { location: fault.to }).end();
      return;
    case 'log-in page':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Log in</title>');
      return;
    case 'hang before headers':
      return;
    case 'hang mid-body':
      response.writeHead(200, json).write(BEGINNING);
      return;
    case 'cut mid-body':
      response.writeHead(200, json).write(BEGINNING, () => response.destroy());
      return;
    case 'oversize':
      response.writeHead(200, json).end(`"${'x'.repeat(fault.bytes)}"`);
      return;
    case 'drip': {
      response.writeHead(200, json);
      const timer = setInterval(() => response.write(' '), fault.everyMs);
      response.once('close', () => clearInterval(timer));
    }
  }
}
