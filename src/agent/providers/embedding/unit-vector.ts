/** The vector scaled to length 1. Null when it has no direction, or a component that is not a finite number. */
export function unitVector(values: ArrayLike<number>): Float32Array | null {
  let squares = 0;
  for (let index = 0; index < values.length; index += 1) squares += (values[index] ?? 0) ** 2;
  const length = Math.sqrt(squares);
  if (!Number.isFinite(length) || length === 0) return null;
  return Float32Array.from(values, (value) => value / length);
}

/** The direction between vectors of unit length and one dimension; the first one where they cancel out. */
export function meanDirection(vectors: readonly [Float32Array, ...Float32Array[]]): Float32Array {
  const [first, ...others] = vectors;
  if (others.length === 0) return first;
  const sum = Float64Array.from(first);
  for (const vector of others) {
    for (let index = 0; index < sum.length; index += 1) sum[index] = (sum[index] ?? 0) + (vector[index] ?? 0);
  }
  return unitVector(sum) ?? first;
}
