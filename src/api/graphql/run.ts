import type { RunFailure } from '../../contracts/events.js';
import { builder } from './builder.js';

export const RunStatusEnum = builder.enumType('RunStatus', {
  description: 'Where a background run stands.',
  values: {
    QUEUED: { description: 'Waits for its turn.' },
    RUNNING: { description: 'Is being worked on.' },
    CANCELLING: { description: 'Is to end; its work has not stopped yet.' },
    CANCELLED: { description: 'Ended before it was done; what it had made is kept.' },
    DONE: { description: 'Ended well.' },
    ERROR: { description: 'Ended in a failure.' },
  } as const,
});

const FailureCodeEnum = builder.enumType('FailureCode', {
  description: 'Why a run ended in ERROR.',
  values: {
    LLM_NOT_CONFIGURED: { description: 'This needs a language model and none is configured.' },
    PROVIDER_UNAVAILABLE: { description: 'The provider did not answer, or answered with a failure of its own.' },
    PROVIDER_AUTH: { description: 'The provider refused our credentials.' },
    PROVIDER_QUOTA: { description: "The provider's quota is used up." },
    PROVIDER_REFUSED: { description: 'The provider refused this request.' },
    BAD_MODEL_OUTPUT: { description: 'The model did not answer in the form asked for.' },
    BUDGET_EXCEEDED: { description: 'The run would have taken more than it may.' },
    EMBEDDING_FAILED: { description: 'No vectors could be computed.' },
    ATTACHMENT_FAILED: { description: 'An attachment could not be read.' },
    INTERNAL: { description: 'A bug or an outage; the log says more.' },
  } as const,
});

export const RunFailureType = builder.objectRef<RunFailure>('RunFailure').implement({
  description: 'Why a run ended in ERROR.',
  fields: (t) => ({
    code: t.expose('code', { type: FailureCodeEnum, description: 'The stable name of this failure.' }),
    message: t.exposeString('message', { description: 'A sentence for a person, with the way out.' }),
    retryable: t.exposeBoolean('retryable', { description: 'Whether the same request may succeed later.' }),
    retryAfterMs: t.exposeInt('retryAfterMs', {
      nullable: true,
      description: 'After how many milliseconds to try again, when that is known.',
    }),
  }),
});

/** A run's `failure` column: null or what was stored as a `RunFailure`. */
export function failureOf(run: { readonly failure: unknown }): RunFailure | null {
  return run.failure as RunFailure | null;
}
