import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { BadRequestError, LimitError } from '../shared/errors.js';
import { readBodyText, UnsupportedBodyError } from './request-body.js';

const MEBIBYTE = 1024 * 1024;

function request(body: BodyInit, headers: Record<string, string> = {}): Request {
  return new Request('http://localhost/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit);
}

test('a body comes as text, plain or gzip', async () => {
  expect(await readBodyText(request('Привет'), 100)).toBe('Привет');
  expect(await readBodyText(request(gzipSync('Привет'), { 'content-encoding': 'gzip' }), 100)).toBe('Привет');
});

test('the limit holds for a plain body, to the byte', async () => {
  expect(await readBodyText(request('x'.repeat(100)), 100)).toHaveLength(100);
  await expect(readBodyText(request('x'.repeat(101)), 100)).rejects.toThrow(LimitError);
});

test('inflating stops at the limit: a small body cannot unfold into a large one', async () => {
  const bomb = gzipSync(Buffer.alloc(64 * MEBIBYTE));
  const before = process.memoryUsage().arrayBuffers;
  await expect(readBodyText(request(bomb, { 'content-encoding': 'gzip' }), MEBIBYTE)).rejects.toThrow(
    /larger than 1048576 bytes \(MAX_REQUEST_BYTES\)/,
  );
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * MEBIBYTE);
});

test('a body that is cut short, no gzip or no UTF-8 is malformed', async () => {
  const cut = gzipSync('hello world').subarray(0, 20);
  await expect(readBodyText(request(cut, { 'content-encoding': 'gzip' }), 100)).rejects.toThrow(BadRequestError);
  await expect(readBodyText(request('hello', { 'content-encoding': 'gzip' }), 100)).rejects.toThrow(BadRequestError);
  await expect(readBodyText(request(new Uint8Array([0xff, 0xfe])), 100)).rejects.toThrow(/UTF-8/);
});

test('another encoding is refused by name', async () => {
  await expect(readBodyText(request('x', { 'content-encoding': 'br' }), 100)).rejects.toThrow(UnsupportedBodyError);
});
