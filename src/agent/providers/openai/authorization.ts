/** The header that carries the key; none where no key is needed. */
export function authorizationOf(apiKey: string | null): Record<string, string> {
  return apiKey === null ? {} : { authorization: `Bearer ${apiKey}` };
}
