import { describe, expect, test } from 'vitest';
import type { FilePassage } from '../turn-state.js';
import { citationOfNothing, verifyCitation } from './verify-citation.js';

const passage = (content: string, startLine: number): FilePassage => ({
  path: 'notes.md',
  startLine,
  endLine: startLine + content.split('\n').length - 1,
  contentHash: 'a'.repeat(64),
  version: 3,
  symbol: null,
  language: null,
  content,
  origin: 'INDEX',
});

describe('a citation', () => {
  test('is VERIFIED where the stored lines are those that were shown, and quotes them as they are stored', () => {
    const stored = 'one\r\ntwo\r\nthree\rfour\n';
    expect(verifyCitation(1, passage('two\nthree', 2), { startLine: 2, endLine: 3 }, stored)).toEqual({
      marker: 1,
      source: { type: 'file', path: 'notes.md', startLine: 2, endLine: 3, contentHash: 'a'.repeat(64), version: 3 },
      quote: 'two\r\nthree',
      verdict: 'VERIFIED',
    });
  });

  test('of a part of its passage has that part only', () => {
    const citation = verifyCitation(
      1,
      passage('a\nb\nc\nd', 5),
      { startLine: 6, endLine: 7 },
      '1\n2\n3\n4\na\nb\nc\nd\n',
    );
    expect(citation).toMatchObject({ quote: 'b\nc', verdict: 'VERIFIED', source: { startLine: 6, endLine: 7 } });
  });

  test('is RELOCATED to the nearest place where the lines stand', () => {
    const stored = 'x = 1\n\n\n\nx = 1\ny = 2\n\nx = 1\ny = 2\n';
    const citation = verifyCitation(2, passage('x = 1\ny = 2', 7), { startLine: 7, endLine: 8 }, stored);
    expect(citation).toMatchObject({
      quote: 'x = 1\ny = 2',
      verdict: 'RELOCATED',
      source: { startLine: 8, endLine: 9 },
    });
  });

  test('is UNVERIFIED where the lines do not stand, and quotes what is stored', () => {
    const citation = verifyCitation(1, passage('two!', 2), { startLine: 2, endLine: 2 }, 'one\ntwo\n');
    expect(citation).toMatchObject({ quote: 'two', verdict: 'UNVERIFIED', source: { startLine: 2, endLine: 2 } });
  });

  test('of a part of a very long line quotes that part', () => {
    const stored = `first\n${'word '.repeat(5_000)}needle${' word'.repeat(5_000)}\n`;
    const citation = verifyCitation(1, passage('word needle word', 2), { startLine: 2, endLine: 2 }, stored);
    expect(citation).toMatchObject({
      quote: 'word needle word',
      verdict: 'VERIFIED',
      source: { startLine: 2, endLine: 2 },
    });
  });

  test('of a line with a NUL is VERIFIED, and has a replacement character in its place', () => {
    const citation = verifyCitation(1, passage('a\ufffdb', 1), { startLine: 1, endLine: 1 }, 'a\0b\n');
    expect(citation).toMatchObject({ quote: 'a\ufffdb', verdict: 'VERIFIED' });
  });

  test('is UNVERIFIED and empty where nothing is stored', () => {
    const citation = verifyCitation(1, passage('two', 2), { startLine: 2, endLine: 2 }, null);
    expect(citation).toMatchObject({ quote: '', verdict: 'UNVERIFIED', source: { path: 'notes.md' } });
  });

  test('of unsaved text quotes what was attached, UNVERIFIED', () => {
    const unsaved = { ...passage('two', 2), origin: 'UNSAVED_ATTACHMENT' as const };
    const citation = verifyCitation(1, unsaved, { startLine: 2, endLine: 2 }, null);
    expect(citation).toMatchObject({ quote: 'two', verdict: 'UNVERIFIED', source: { unsaved: true } });
  });

  test('that names no passage has no source', () => {
    expect(citationOfNothing(9)).toEqual({ marker: 9, source: null, quote: '', verdict: 'UNVERIFIED' });
  });
});
