const IDENTITY_PROBES = 4;
const GRAM_PROBES = 2;
/** What all n-grams of a word weigh against the word itself. By measurement, see ../retrieval/README.md. */
const GRAMS_WEIGHT = 1.2;
const GRAM_LENGTHS = [3, 4];
const MOST_REMEMBERED = 50_000;

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Positions in the vector and what is added there, in pairs of arrays of one length. */
export interface Projection {
  readonly positions: Uint32Array;
  readonly values: Float32Array;
}

/**
 * Signed feature hashing (Weinberger et al., ICML 2009): a word and its character n-grams each go to several positions
 * of the vector with a sign, so that two features that meet in one position seldom meet in all.
 */
export class FeatureHasher {
  readonly #dimensions: number;
  readonly #words = new Map<string, Projection>();

  constructor(dimensions: number) {
    this.#dimensions = dimensions;
  }

  /** A word with its n-grams: similar words share some of them. */
  word(word: string): Projection {
    return this.#remembered(word, () => {
      const marked = `^${word}$`;
      const grams = GRAM_LENGTHS.flatMap((length) => gramsOf(marked, length));
      const gramWeight = GRAMS_WEIGHT / Math.sqrt(grams.length);
      return [
        ...this.#probes(`word ${word}`, 1, IDENTITY_PROBES),
        ...grams.flatMap((gram) => this.#probes(`gram ${gram}`, gramWeight, GRAM_PROBES)),
      ];
    });
  }

  /** An identifier of several words, which matches as a whole or not at all. */
  identifier(identifier: string): Projection {
    return this.#remembered(`# ${identifier}`, () => this.#probes(`identifier ${identifier}`, 1, IDENTITY_PROBES));
  }

  #remembered(key: string, compute: () => [position: number, value: number][]): Projection {
    const known = this.#words.get(key);
    if (known !== undefined) return known;
    if (this.#words.size >= MOST_REMEMBERED) this.#words.clear();
    const pairs = compute();
    const projection = {
      positions: Uint32Array.from(pairs, ([position]) => position),
      values: Float32Array.from(pairs, ([, value]) => value),
    };
    this.#words.set(key, projection);
    return projection;
  }

  #probes(feature: string, weight: number, count: number): [position: number, value: number][] {
    const value = weight / Math.sqrt(count);
    let state = FNV_OFFSET;
    return Array.from({ length: count }, () => {
      state = hash(feature, state);
      return [(state >>> 1) % this.#dimensions, state & 1 ? value : -value];
    });
  }
}

function gramsOf(text: string, length: number): string[] {
  const count = Math.max(0, text.length - length + 1);
  return Array.from({ length: count }, (_, start) => text.slice(start, start + length));
}

/** FNV-1a over UTF-16 units, with a final mixing so that every bit depends on every unit. Unsigned 32 bits. */
function hash(text: string, seed: number): number {
  let state = seed;
  for (let index = 0; index < text.length; index++) {
    state = Math.imul(state ^ text.charCodeAt(index), FNV_PRIME);
  }
  state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
  state = Math.imul(state ^ (state >>> 12), 0x297a2d39);
  return (state ^ (state >>> 15)) >>> 0;
}
