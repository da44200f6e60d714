import { isUtf8 } from 'node:buffer';
import { decodeSingleByte, WINDOWS_1251, WINDOWS_1252 } from './single-byte-encoding.js';

const HALF_A_PAIR = /\p{Surrogate}/u;

export interface DecodedText {
  /** Without its byte order mark. */
  readonly text: string;
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1251' | 'windows-1252';
}

/**
 * The text that `bytes` stand for, or null when no encoding makes sense of them. In this order: UTF-16 by its byte
 * order mark, valid UTF-8, windows-1251 and windows-1252 where the letters fall as they do in words. The same bytes
 * always give the same text. Never throws.
 */
export function decodeText(bytes: Uint8Array): DecodedText | null {
  const utf16 = utf16Encoding(bytes);
  if (utf16 !== null) {
    const text = decodeUtf16(bytes, utf16);
    return text === null ? null : { text, encoding: utf16 };
  }
  if (isUtf8(bytes)) return { text: decodeUtf8(bytes), encoding: 'utf-8' };
  if (bytes.includes(0)) return null;
  for (const encoding of [WINDOWS_1251, WINDOWS_1252]) {
    if (encoding.isPlausible(bytes)) return { text: decodeSingleByte(bytes, encoding), encoding: encoding.name };
  }
  return null;
}

/** By the byte order mark. UTF-32's little-endian mark begins like UTF-16's; no text begins with NUL, so it is refused. */
export function utf16Encoding(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes[2] === 0 && bytes[3] === 0 ? null : 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}

/** Buffer decodes several times as fast as TextDecoder, and keeps the byte order mark. */
function decodeUtf8(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** TextDecoder's fatal mode lets half a character at the end pass in some releases of Node. */
function decodeUtf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): string | null {
  if (bytes.length % 2 !== 0) return null;
  const units = Buffer.from(bytes.subarray(2));
  const text = (encoding === 'utf-16be' ? units.swap16() : units).toString('utf16le');
  return HALF_A_PAIR.test(text) ? null : text;
}
