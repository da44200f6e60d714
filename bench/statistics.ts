/** The value at a share (0 to 1) of the sorted values, between neighbours by proportion. NaN for no values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Each value divided by the one of the same run. */
export function ratios(values: readonly number[], peers: readonly number[]): number[] {
  return values.map((value, run) => value / (peers[run] ?? Number.NaN));
}
