/** Milliseconds that a Retry-After header asks to wait, given as seconds or as a date; null when it is not there. */
export function retryAfter(header: string | undefined, now: number = Date.now()): number | null {
  if (header === undefined || header.trim() === '') return null;
  const seconds = Number(header);
  const milliseconds = Number.isNaN(seconds) ? Date.parse(header) - now : seconds * 1000;
  return Number.isNaN(milliseconds) ? null : Math.max(0, Math.ceil(milliseconds));
}
