import { binaryArray } from '../../shared/database/binary-array.js';
import type { Sql } from '../../shared/database/sql.js';

const FLOAT_BYTES = 4;
/** Number of dimensions and a reserved field, two bytes each. */
const VECTOR_HEADER_BYTES = 4;

/**
 * Vectors as query parameters of type `vector[]`, in the binary format of the wire protocol: the database takes a fifth
 * of the time that it needs to read the same numbers as decimals, and indexing spends most of its time there.
 */
export class VectorParameters {
  readonly #sql: Sql;
  #typeId: Promise<number> | null = null;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** At least one vector. pg sends a Buffer in binary, which the placeholder's cast must name: `$1::vector[]`. */
  async encode(vectors: readonly Float32Array[]): Promise<Buffer> {
    this.#typeId ??= this.#readTypeId();
    return binaryArray(vectors.map(encodeVector), await this.#typeId);
  }

  /** The extension's types have other numbers in each database. */
  async #readTypeId(): Promise<number> {
    try {
      const [row] = await this.#sql.query<{ id: number }>(`select 'vector'::regtype::oid::int as id`);
      return row?.id ?? 0;
    } catch (error) {
      this.#typeId = null;
      throw error;
    }
  }
}

/** The vector in the bytes that `vector_send(…)` gives. */
export function decodeVector(bytes: Buffer): Float32Array {
  const vector = new Float32Array(bytes.readInt16BE(0));
  for (let index = 0; index < vector.length; index++) {
    vector[index] = bytes.readFloatBE(VECTOR_HEADER_BYTES + index * FLOAT_BYTES);
  }
  return vector;
}

function encodeVector(vector: Float32Array): Buffer {
  const bytes = Buffer.allocUnsafe(VECTOR_HEADER_BYTES + vector.length * FLOAT_BYTES);
  bytes.writeInt16BE(vector.length, 0);
  bytes.writeInt16BE(0, 2);
  let offset = VECTOR_HEADER_BYTES;
  for (const value of vector) offset = bytes.writeFloatBE(value, offset);
  return bytes;
}
