/** An encoding of one byte a character, whose lower half is ASCII. */
export interface SingleByteEncoding {
  readonly name: 'windows-1251' | 'windows-1252';
  /** The characters of the bytes 0x80 to 0xff; U+FFFD where none is assigned. */
  readonly upperHalf: string;
  /** Whether bytes that are not UTF-8 read as text in this encoding. */
  isPlausible(bytes: Uint8Array): boolean;
}

// The tables are written out, since TextDecoder knows these encodings only in builds with full ICU, and some releases
// of Node decode windows-1252 as ISO 8859-1.
export const WINDOWS_1251: SingleByteEncoding = {
  name: 'windows-1251',
  upperHalf:
    'ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\ufffd™љ›њќћџ\u00a0ЎўЈ¤Ґ¦§Ё©Є«¬\u00ad®Ї°±Ііґµ¶·ё№є»јЅѕї' +
    'АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя',
  isPlausible: readsAsCyrillic,
};

export const WINDOWS_1252: SingleByteEncoding = {
  name: 'windows-1252',
  upperHalf:
    '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ\u00a0¡¢£¤¥¦§¨©ª«¬\u00ad®¯°±²³´µ¶·¸¹º»¼½¾¿' +
    'ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ',
  isPlausible: readsAsWestern,
};

/** The text of `bytes`, byte for character. */
export function decodeSingleByte(bytes: Uint8Array, encoding: SingleByteEncoding): string {
  const ascii = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return ascii.replace(/[\x80-\xff]/g, (character) => encoding.upperHalf.charAt(character.charCodeAt(0) - 0x80));
}

/** о е а и н т: nearly half of the letters of any long text in Russian, a third and more in Ukrainian and Bulgarian. */
const COMMON_CYRILLIC = new Set([...'оеаинтОЕАИНТ'].map((letter) => letterByte(letter)));
const LETTERS_TO_JUDGE_BY = 20;

/**
 * Cyrillic words are runs of upper-half letters. The share of common letters tells windows-1251 from KOI8-R and from
 * the legacy encodings of East Asia, whose bytes also come in runs.
 */
function readsAsCyrillic(bytes: Uint8Array): boolean {
  let upper = 0;
  let letters = 0;
  let common = 0;
  let inRuns = 0;
  let run = 0;
  for (const byte of bytes) {
    if (byte < 0x80) {
      run = 0;
      continue;
    }
    if (WINDOWS_1251.upperHalf[byte - 0x80] === '\ufffd') return false;
    upper++;
    if (!isCyrillicLetter(byte)) {
      run = 0;
      continue;
    }
    letters++;
    run++;
    if (run === 2) inRuns++;
    if (run >= 2) inRuns++;
    if (COMMON_CYRILLIC.has(byte)) common++;
  }
  if (inRuns === 0 || letters < upper * 0.8 || inRuns < letters * 0.6) return false;
  return letters < LETTERS_TO_JUDGE_BY ? common > 0 : common > letters * 0.33;
}

/**
 * Accented letters and typographic signs stand among ASCII: pairs such as the öß of "größer" are rare, whereas no run
 * of a legacy encoding of East Asia is shorter than two.
 */
function readsAsWestern(bytes: Uint8Array): boolean {
  let upper = 0;
  let runs = 0;
  let previous = 0;
  for (const byte of bytes) {
    if (byte >= 0x80) {
      if (WINDOWS_1252.upperHalf[byte - 0x80] === '\ufffd') return false;
      upper++;
      if (previous < 0x80) runs++;
    }
    previous = byte;
  }
  return runs > upper * 0.6 && upper < bytes.length * 0.3;
}

function isCyrillicLetter(byte: number): boolean {
  return byte >= 0xc0 || byte === 0xa8 || byte === 0xb8 || byte === 0xb2 || byte === 0xb3 || byte === 0xbf;
}

function letterByte(letter: string): number {
  return 0x80 + WINDOWS_1251.upperHalf.indexOf(letter);
}
