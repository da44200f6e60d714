import type { FailureCode } from '../../contracts/events.js';
import { shorten } from '../../shared/errors.js';
import type { HttpReply } from '../http/http-exchange.js';
import { redact } from '../http/redact.js';
import { retryAfter } from '../http/retry-after.js';
import { ProviderFailure } from './provider-failure.js';
import type { ProviderWording } from './provider-wording.js';
import { readReply } from './read-reply.js';

/** Passes on a successful reply; of any other reads the body and throws the `ProviderFailure` that it stands for. */
export async function acceptedReply(
  reply: HttpReply,
  { wording, secrets }: { wording: ProviderWording; secrets: readonly (string | null)[] },
): Promise<HttpReply> {
  const ok = reply.status >= 200 && reply.status < 300;
  const isPage = /\bhtml\b/.test(reply.headers['content-type'] ?? '');
  if (ok && !isPage) return reply;
  const text = await readReply(reply.body);
  if (ok) {
    throw new ProviderFailure(
      'PROVIDER_UNAVAILABLE',
      `Where ${wording.name} was expected, a web page answered. Check ${wording.address}, and whether a proxy or a login page stands in between.`,
      { status: reply.status },
    );
  }
  const said = errorIn(text);
  const words = said.message === null ? '' : `: ${shorten(redact(said.message, secrets))}`;
  const { code, advice, retryable } = verdict(reply.status, said.code, wording);
  throw new ProviderFailure(code, `${wording.name} answered ${reply.status}${words}. ${advice}`, {
    status: reply.status,
    retryable,
    retryAfterMs: retryable ? retryAfter(reply.headers['retry-after']) : null,
  });
}

interface Verdict {
  readonly code: FailureCode;
  readonly advice: string;
  readonly retryable: boolean;
}

function verdict(status: number, errorCode: string | null, wording: ProviderWording): Verdict {
  const final = (code: FailureCode, advice: string): Verdict => ({ code, advice, retryable: false });
  const passing = (advice: string): Verdict => ({ code: 'PROVIDER_UNAVAILABLE', advice, retryable: true });
  switch (status) {
    case 401:
      return final('PROVIDER_AUTH', `Check ${wording.credentials}.`);
    case 403:
      return final('PROVIDER_AUTH', `The account may not do this. Check ${wording.credentials} and ${wording.models}.`);
    case 402:
      return final('PROVIDER_QUOTA', 'The quota is used up. Extend it, or choose another model.');
    case 404:
      return final(
        'PROVIDER_REFUSED',
        `It knows no such model or address. Check ${wording.models} and ${wording.address}.`,
      );
    case 413:
      return final('PROVIDER_REFUSED', 'The text is too long for the model. Ask about less, or choose a larger model.');
    case 429:
      // OpenAI's way to say 402; waiting does not help.
      if (errorCode === 'insufficient_quota') return verdict(402, null, wording);
      return passing('It takes no more calls for now. Send the request again later.');
  }
  if (status === 408 || status >= 500) return passing('The fault is on its side. Send the request again later.');
  return final('PROVIDER_REFUSED', `It does not accept the request. Check ${wording.models} and ${wording.address}.`);
}

/** GigaChat says `{"status", "message"}`, OpenAI `{"error": {"code", "message"}}`. */
function errorIn(text: string): { message: string | null; code: string | null } {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { message: null, code: null };
  }
  const outer = fieldsOf(body);
  const error = typeof outer.error === 'object' ? fieldsOf(outer.error) : outer;
  const message = typeof error.message === 'string' ? error.message.replace(/[.\s]+$/, '') : '';
  return { message: message === '' ? null : message, code: typeof error.code === 'string' ? error.code : null };
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
