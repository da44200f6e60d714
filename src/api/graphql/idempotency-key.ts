/** The description of the field, the same in every input that has it. */
export const IDEMPOTENCY_KEY =
  'Your own name for this request, up to 255 characters: sent again with the same input it gives the first result, and does nothing twice.';
