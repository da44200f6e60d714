/** What one word counts in the learned vectors. */
export interface LearnedWeights {
  readonly dimensions: number;
  /** By word: its row. */
  readonly rows: ReadonlyMap<string, number>;
  /** By row: what the numbers of its vector are multiplied by, in a query and in a document. */
  readonly queryScales: Float32Array;
  readonly documentScales: Float32Array;
  /** Row after row, `dimensions` numbers each. */
  readonly vectors: Int8Array;
}

const HEADER_NUMBERS = 3;
const FLOAT_BYTES = 4;

/**
 * A file of weights, little-endian: dimensions, rows and the word list's bytes as 32-bit numbers, the two lists of scales,
 * the vectors, and the words in UTF-8, one a line.
 */
export function encodeWeights({ dimensions, rows, queryScales, documentScales, vectors }: LearnedWeights): Buffer {
  const words = Buffer.from([...rows.keys()].join('\n'));
  const header = Uint32Array.of(dimensions, rows.size, words.length);
  return Buffer.concat([...[header, queryScales, documentScales, vectors].map(bytesOf), words]);
}

/** Throws for a file of another length than its header says. */
export function decodeWeights(file: Buffer): LearnedWeights {
  const bytes = Uint8Array.from(file).buffer;
  const [dimensions = 0, count = 0, wordBytes = 0] = new Uint32Array(bytes, 0, HEADER_NUMBERS);
  const queryStart = HEADER_NUMBERS * FLOAT_BYTES;
  const documentStart = queryStart + count * FLOAT_BYTES;
  const vectorStart = documentStart + count * FLOAT_BYTES;
  const wordStart = vectorStart + count * dimensions;
  if (wordStart + wordBytes !== bytes.byteLength) {
    throw new Error(`The weights have ${bytes.byteLength} bytes, their header says ${wordStart + wordBytes}.`);
  }
  const words = new TextDecoder().decode(new Uint8Array(bytes, wordStart)).split('\n');
  return {
    dimensions,
    rows: new Map(words.map((word, row) => [word, row])),
    queryScales: new Float32Array(bytes, queryStart, count),
    documentScales: new Float32Array(bytes, documentStart, count),
    vectors: new Int8Array(bytes, vectorStart, count * dimensions),
  };
}

function bytesOf(numbers: Uint32Array | Float32Array | Int8Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}
