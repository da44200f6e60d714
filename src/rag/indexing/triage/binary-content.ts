/** Formats by their first bytes. Only marks that no text begins with; most other formats are full of NULs anyway. */
const SIGNATURES: ReadonlyArray<readonly [format: string, hex: string]> = [
  ['PNG', '89504e470d0a1a0a'],
  ['JPEG', 'ffd8ff'],
  ['GIF', '474946383961'],
  ['GIF', '474946383761'],
  ['PDF', '255044462d'],
  ['ZIP', '504b0304'],
  ['ZIP', '504b0506'],
  ['gzip', '1f8b08'],
  ['xz', 'fd377a585a00'],
  ['zstd', '28b52ffd'],
  ['7z', '377abcaf271c'],
  ['RAR', '526172211a07'],
  ['ELF', '7f454c46'],
  ['Mach-O', 'cffaedfe'],
  ['Java class or Mach-O', 'cafebabe'],
  ['WebAssembly', '0061736d'],
  ['SQLite', '53514c69746520666f726d6174203300'],
  ['WOFF', '774f4646000'],
  ['WOFF2', '774f4632000'],
];
const LONGEST_SIGNATURE = 16;

/** A stray NUL is a slip in a text; this many, at this density, are a format. */
const NULS_OF_A_TEXT = 8;
const NUL_DENSITY_OF_A_TEXT = 0.002;
/** Whatever their number: a tiny file. */
const NUL_DENSITY_OF_A_TINY_TEXT = 0.1;
const CONTROL_DENSITY_OF_A_TEXT = 0.05;

const NUL = 0;
const ESCAPE = 0x1b;

/** What makes these bytes a binary format, as a phrase, or null when they may be text. One pass. */
export function findBinaryContent(bytes: Uint8Array): string | null {
  const start = Buffer.from(bytes.subarray(0, LONGEST_SIGNATURE)).toString('hex');
  const signature = SIGNATURES.find(([, hex]) => start.startsWith(hex));
  if (signature !== undefined) return `${signature[0]} signature`;
  let nuls = 0;
  let controls = 0;
  // By index: three times as fast as for…of, and every byte of every file comes past here.
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0;
    if (byte >= 0x20 && byte !== 0x7f) continue;
    if (byte === NUL) nuls++;
    else if (!isWhiteSpaceOrEscape(byte)) controls++;
  }
  const nulDensity = nuls / bytes.length;
  if ((nuls > NULS_OF_A_TEXT && nulDensity > NUL_DENSITY_OF_A_TEXT) || nulDensity > NUL_DENSITY_OF_A_TINY_TEXT) {
    return `${nuls} NUL bytes in ${bytes.length}`;
  }
  if (controls / bytes.length > CONTROL_DENSITY_OF_A_TEXT) return `${controls} control bytes in ${bytes.length}`;
  return null;
}

/** Tab to carriage return; escape colours the output of terminals. */
function isWhiteSpaceOrEscape(byte: number): boolean {
  return (byte >= 0x09 && byte <= 0x0d) || byte === ESCAPE;
}
