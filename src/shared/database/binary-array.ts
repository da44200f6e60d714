const INT32_BYTES = 4;
/** Dimensions, flags, element type, length, lower bound. */
const HEADER_BYTES = 5 * INT32_BYTES;

/** The number of `bytea` in every PostgreSQL. */
const BYTEA = 17;

/**
 * An array as a query parameter in the binary format of the wire protocol, from elements that are in their type's own
 * binary format. At least one element. pg sends a Buffer in binary, which the placeholder's cast must name.
 */
export function binaryArray(elements: readonly Uint8Array[], typeId: number): Buffer {
  const size = elements.reduce((sum, { length }) => sum + INT32_BYTES + length, 0);
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + size);
  let offset = 0;
  const writeInt32 = (value: number) => {
    offset = bytes.writeInt32BE(value, offset);
  };
  for (const value of [1, 0, typeId, elements.length, 1]) writeInt32(value);
  for (const element of elements) {
    writeInt32(element.length);
    bytes.set(element, offset);
    offset += element.length;
  }
  return bytes;
}

/**
 * A parameter for `$1::bytea[]`. Given an array of Buffers pg writes them in hexadecimal within an array in text: twice
 * as many bytes, copied several times on their way.
 */
export function byteaArray(values: readonly Uint8Array[]): Buffer {
  return binaryArray(values, BYTEA);
}
