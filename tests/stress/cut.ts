/** A connection that ended too early, or never stood: what a client meets when the server dies, or when it leaves. */
export function isCut(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, cause } = error as NodeJS.ErrnoException;
  // `fetch` tells of any network failure by a TypeError, and most often of its cause.
  return CODES.has(code ?? '') || error.name === 'AbortError' || (error instanceof TypeError && isCut(cause));
}

const CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'ERR_STREAM_PREMATURE_CLOSE']);
