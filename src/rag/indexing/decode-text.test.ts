import { describe, expect, it } from 'vitest';
import { decodeText } from './decode-text.js';
import { WINDOWS_1251, WINDOWS_1252 } from './single-byte-encoding.js';

const RUSSIAN =
  '// Проверяет подпись запроса и возвращает ошибку, если срок её действия истёк.\nexport function verify() {}\n';

describe('decodeText', () => {
  it('reads UTF-8 and leaves line endings alone', () => {
    expect(decodeText(Buffer.from('a\r\nб\r漢😀\n'))).toEqual({ text: 'a\r\nб\r漢😀\n', encoding: 'utf-8' });
    expect(decodeText(new Uint8Array())).toEqual({ text: '', encoding: 'utf-8' });
  });

  it('strips one byte order mark', () => {
    expect(decodeText(Buffer.from('\ufeffa'))).toEqual({ text: 'a', encoding: 'utf-8' });
    expect(decodeText(Buffer.from('\ufeff\ufeffa'))).toEqual({ text: '\ufeffa', encoding: 'utf-8' });
  });

  it('reads UTF-16 of either byte order', () => {
    const little = Buffer.from('\ufeffпривет\n', 'utf16le');
    expect(decodeText(little)).toEqual({ text: 'привет\n', encoding: 'utf-16le' });
    expect(decodeText(Buffer.from(little).swap16())).toEqual({ text: 'привет\n', encoding: 'utf-16be' });
  });

  it('refuses half a character of UTF-16, and UTF-32', () => {
    expect(decodeText(Uint8Array.of(0xff, 0xfe, 0x41))).toBeNull();
    expect(decodeText(Uint8Array.of(0xff, 0xfe, 0x00, 0xd8))).toBeNull();
    expect(decodeText(Uint8Array.of(0xff, 0xfe, 0, 0, 0x41, 0, 0, 0))).toBeNull();
  });

  it('reads windows-1251 by its words', () => {
    expect(decodeText(encode(RUSSIAN, WINDOWS_1251.upperHalf))).toEqual({ text: RUSSIAN, encoding: 'windows-1251' });
    expect(decodeText(encode('-- Итог\n', WINDOWS_1251.upperHalf))?.text).toBe('-- Итог\n');
  });

  it('reads windows-1252 where accents stand among ASCII letters', () => {
    const text = '// Größe für “café” – naïve\nint x;\n';
    expect(decodeText(encode(text, WINDOWS_1252.upperHalf))).toEqual({ text, encoding: 'windows-1252' });
  });

  it('refuses other encodings and noise', () => {
    const koi8 = Buffer.from(
      'f0d2cfd7c5d2d1c5d420d0cfc4d0c9d3d820dac1d0d2cfd3c120c920d7cfdad7d2c1ddc1c5d420cfdbc9c2cbd5',
      'hex',
    );
    const gbk = Buffer.from('d6d0cec4d7d6b7fbb1e0c2ebb2e2cad4cec4bcfec4dac8ddbafccab5cab1bfe2b9dcc0ed', 'hex');
    const noise = Uint8Array.from({ length: 512 }, (_, index) => (index * 167 + (index >> 3) * 59) & 0xff);
    expect(decodeText(koi8)).toBeNull();
    expect(decodeText(gbk)).toBeNull();
    expect(decodeText(noise)).toBeNull();
    expect(decodeText(Buffer.from('ok \xff\xfe\xfd', 'latin1'))).toBeNull();
  });

  it('has the same tables as the platform, where the platform has them right', () => {
    const upper = Uint8Array.from({ length: 128 }, (_, index) => index + 0x80);
    const cyrillic = new TextDecoder('windows-1251').decode(upper);
    const western = new TextDecoder('windows-1252').decode(upper);
    expect(WINDOWS_1251.upperHalf).toBe(cyrillic.replace('\u0098', '\ufffd'));
    expect(WINDOWS_1252.upperHalf.slice(0x20)).toBe(western.slice(0x20));
  });
});

function encode(text: string, upperHalf: string): Uint8Array {
  return Uint8Array.from([...text], (character) => {
    const code = character.charCodeAt(0);
    return code < 0x80 ? code : 0x80 + upperHalf.indexOf(character);
  });
}
