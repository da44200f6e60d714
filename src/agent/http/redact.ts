const AUTHORIZATION = /\b(Basic|Bearer)\s+[\w.~+/=-]+/gi;

/** The text without the given secrets and without anything that looks like the value of an Authorization header. */
export function redact(text: string, secrets: readonly (string | null)[]): string {
  let clean = text;
  for (const secret of secrets) if (secret) clean = clean.replaceAll(secret, '[redacted]');
  return clean.replace(AUTHORIZATION, '$1 [redacted]');
}
