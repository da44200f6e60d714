import { shorten, UpstreamError } from '../../shared/errors.js';
import type { HttpReply } from '../http/http-exchange.js';
import { redact } from '../http/redact.js';
import { retryAfter } from '../http/retry-after.js';

const CREDENTIALS =
  'CONFLUENCE_TOKEN, or CONFLUENCE_USER with CONFLUENCE_API_TOKEN, or its entry in CONFLUENCE_CREDENTIALS';

/** What a reply that is no success stands for. `name` is the server's, `text` the reply's body. */
export function replyFailure(
  { status, headers }: HttpReply,
  { name, text, secrets }: { readonly name: string; readonly text: string; readonly secrets: readonly string[] },
): UpstreamError {
  const words = messageIn(text);
  const said = words === null ? '' : `: ${shorten(redact(words, secrets))}`;
  const { advice, retryable } = verdict(status);
  const retryAfterMs = retryable ? retryAfter(headers['retry-after']) : null;
  return new UpstreamError(`${name} answered ${status}${said}. ${advice}`, {
    upstreamStatus: status,
    retryable,
    retryAfterMs,
  });
}

function verdict(status: number): { readonly advice: string; readonly retryable: boolean } {
  switch (status) {
    case 401:
      return { advice: `It did not take the credentials. Check ${CREDENTIALS}.`, retryable: false };
    case 403:
      return {
        advice: `The account may not read this page. Give it the right to, or check ${CREDENTIALS}.`,
        retryable: false,
      };
    case 429:
      return { advice: 'It takes no more requests for now. Try again later.', retryable: true };
  }
  if (status === 408 || status >= 500) return { advice: 'The fault is on its side. Try again later.', retryable: true };
  return { advice: 'Check CONFLUENCE_BASE_URLS: Confluence may be at another path.', retryable: false };
}

/** Data Center says `{"message"}`, Cloud `{"errors": [{"title", "detail"}]}`, and both at times a web page. */
function messageIn(text: string): string | null {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return null;
  }
  const { message, errors } = (body ?? {}) as { message?: unknown; errors?: unknown };
  const [first] = Array.isArray(errors) ? (errors as { title?: unknown; detail?: unknown }[]) : [];
  const said = [message, first?.detail, first?.title].find((each) => typeof each === 'string' && each.trim() !== '');
  return typeof said === 'string' ? said.replace(/[.\s]+$/, '') : null;
}
