import { ProviderFailure } from './provider-failure.js';
import type { ProviderWording } from './provider-wording.js';

export interface ReplyEnding {
  /** The model reached its own limit of length. */
  readonly truncated: boolean;
  /** Why the reply is not an answer; null when it is one. */
  readonly failure: ProviderFailure | null;
}

/** What a `finish_reason` of GigaChat or of OpenAI's protocol means. */
export function endingOf(finishReason: string, { name }: ProviderWording): ReplyEnding {
  switch (finishReason) {
    case 'stop':
      return { truncated: false, failure: null };
    case 'length':
      return { truncated: true, failure: null };
    case 'blacklist':
    case 'content_filter':
      return failed('PROVIDER_REFUSED', `${name} does not speak about this subject. Ask in other words.`);
    case 'error':
      return failed('PROVIDER_UNAVAILABLE', `${name} could not finish its answer. Send the request again.`);
  }
  return failed('BAD_MODEL_OUTPUT', `${name} ended its answer with "${finishReason}". Send the request again.`);
}

/** The stream was over before the reply was. */
export function brokenOff({ name }: ProviderWording): ProviderFailure {
  return new ProviderFailure(
    'PROVIDER_UNAVAILABLE',
    `${name} broke its answer off before the end. Send the request again.`,
    { retryable: true },
  );
}

function failed(code: ProviderFailure['code'], message: string): ReplyEnding {
  const retryable = code !== 'PROVIDER_REFUSED';
  return { truncated: false, failure: new ProviderFailure(code, message, { retryable }) };
}
