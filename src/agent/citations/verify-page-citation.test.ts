import { expect, test } from 'vitest';
import type { PagePassage } from '../turn-state.js';
import { verifyPageCitation } from './verify-page-citation.js';

const PASSAGE: PagePassage = {
  origin: 'CONFLUENCE',
  url: 'https://wiki.example/spaces/OPS/pages/7/Runbook',
  pageId: '7',
  pageVersion: 3,
  title: 'Runbook',
  fetchedAt: '2026-01-31T09:00:00.000Z',
  startLine: 11,
  endLine: 15,
  content: 'before\n\n## Limits\n\nFifteen minutes.',
  headings: [
    { line: 2, text: 'Canary' },
    { line: 13, text: 'Limits' },
  ],
};

test('a citation of a page quotes its lines, below the heading they stand under', () => {
  expect(verifyPageCitation(2, PASSAGE, { startLine: 15, endLine: 15 })).toEqual({
    marker: 2,
    source: { type: 'confluence', url: PASSAGE.url, pageId: '7', pageVersion: 3, heading: 'Limits' },
    quote: 'Fifteen minutes.',
    verdict: 'VERIFIED',
  });
  expect(verifyPageCitation(2, PASSAGE, { startLine: 11, endLine: 11 })).toMatchObject({
    source: { heading: 'Canary' },
    quote: 'before',
  });
});

test('a citation of lines that were not fetched is UNVERIFIED', () => {
  expect(verifyPageCitation(1, PASSAGE, { startLine: 16, endLine: 18 })).toMatchObject({
    quote: '',
    verdict: 'UNVERIFIED',
  });
  expect(verifyPageCitation(1, PASSAGE, { startLine: 15, endLine: 18 })).toMatchObject({ verdict: 'UNVERIFIED' });
  expect(verifyPageCitation(1, { ...PASSAGE, headings: [] }, { startLine: 1, endLine: 11 })).toMatchObject({
    source: { heading: null },
    verdict: 'UNVERIFIED',
  });
});
