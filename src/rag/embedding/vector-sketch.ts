/** Bits of a sketch, whatever the dimensions of the vector. By measurement, see ../retrieval/README.md. */
export const SKETCH_BITS = 1_024;

const ROUNDS = 2;
/** Any would do, but this one stays: sketches are kept, and only those of one rotation can be compared. */
const SEED = 0x9e3779b9;

const HEX_DIGITS = '0123456789abcdef';

/** By size: the signs of each round, and a vector's worth of room. */
const rotations = new Map<number, Rotation>();

interface Rotation {
  readonly rounds: readonly Float32Array[];
  readonly room: Float32Array;
}

/**
 * The signs of a vector after a random rotation, as PostgreSQL reads a `bit(1024)`: `x` and 256 hexadecimal digits. The
 * share of bits in which two sketches differ is about the angle between their vectors as a share of a half turn
 * (Charikar, STOC 2002); lengths do not matter. The rotation depends on the number of dimensions alone.
 *
 * It multiplies by random signs and then by a Hadamard matrix, twice (Ailon and Chazelle, STOC 2006). That takes
 * n · log n additions, and spreads a vector that is mostly zeros, as hashed ones are, over all bits.
 */
export function sketchOf(vector: Float32Array): string {
  const { rounds, room } = rotationFor(vector.length);
  room.fill(0);
  room.set(vector);
  for (const signs of rounds) {
    for (let index = 0; index < room.length; index++) room[index] = at(room, index) * at(signs, index);
    hadamard(room);
  }
  let literal = 'x';
  for (let index = 0; index < SKETCH_BITS; index += 4) {
    let digit = 0;
    for (let bit = 0; bit < 4; bit++) digit = digit * 2 + (at(room, index + bit) > 0 ? 1 : 0);
    literal += HEX_DIGITS[digit];
  }
  return literal;
}

function rotationFor(dimensions: number): Rotation {
  const size = Math.max(SKETCH_BITS, 2 ** Math.ceil(Math.log2(dimensions)));
  let rotation = rotations.get(size);
  if (rotation === undefined) {
    const random = randomBits();
    const signs = () => Float32Array.from({ length: size }, () => (random() === 1 ? 1 : -1));
    rotation = { rounds: Array.from({ length: ROUNDS }, signs), room: new Float32Array(size) };
    rotations.set(size, rotation);
  }
  return rotation;
}

/** Multiplies by the Hadamard matrix in place; the length must be a power of two. Makes vectors √length times longer. */
function hadamard(vector: Float32Array): void {
  for (let half = 1; half < vector.length; half *= 2) {
    for (let start = 0; start < vector.length; start += 2 * half) {
      for (let index = start; index < start + half; index++) {
        const one = at(vector, index);
        const other = at(vector, index + half);
        vector[index] = one + other;
        vector[index + half] = one - other;
      }
    }
  }
}

/** Marsaglia's xorshift; the highest bit of each number. */
function randomBits(): () => 0 | 1 {
  let state = SEED;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state < 0 ? 1 : 0;
  };
}

/** Within bounds by construction. */
function at(vector: Float32Array, index: number): number {
  return vector[index] as number;
}
