import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { encodeFile } from './file-content.js';

const FILES: Record<string, { bytes: Buffer; encoding: 'UTF8' | 'BASE64' }> = {
  'plain text': { bytes: Buffer.from('const a = 1;\n'), encoding: 'UTF8' },
  'an empty file': { bytes: Buffer.alloc(0), encoding: 'UTF8' },
  'mixed line endings and no final newline': { bytes: Buffer.from('a\r\nb\rc\n\nd'), encoding: 'UTF8' },
  'a byte order mark': { bytes: Buffer.from('\uFEFFtext'), encoding: 'UTF8' },
  'NUL and other control characters': { bytes: Buffer.from('a\u0000b\u001b[0m'), encoding: 'UTF8' },
  'Cyrillic, CJK and emoji': { bytes: Buffer.from('привет 你好 😀 e\u0301'), encoding: 'UTF8' },
  'Windows-1251': { bytes: Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]), encoding: 'BASE64' },
  'a cut character': { bytes: Buffer.from([0x61, 0xd0]), encoding: 'BASE64' },
  'a surrogate in UTF-8': { bytes: Buffer.from([0xed, 0xa0, 0x80]), encoding: 'BASE64' },
  'every byte there is': { bytes: Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)), encoding: 'BASE64' },
};

test.each(Object.entries(FILES))('sends %s so that the same bytes arrive', (_name, { bytes, encoding }) => {
  const sent = JSON.parse(JSON.stringify(encodeFile('a/file', bytes)));

  const received = Buffer.from(sent.content, sent.encoding === 'BASE64' ? 'base64' : 'utf8');
  expect(received.equals(bytes)).toBe(true);
  expect(sent.encoding).toBe(encoding);
  expect(sent.contentHash).toBe(createHash('sha256').update(bytes).digest('hex'));
});
