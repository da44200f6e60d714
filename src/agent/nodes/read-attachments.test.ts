import { describe, expect, test } from 'vitest';
import { hashOf, InMemoryRetriever } from '../../../tests/kit/agent/in-memory-retriever.js';
import { inputOf } from '../../../tests/kit/agent/run-turn.js';
import type { Attachment } from '../../contracts/agent-runner.js';
import type { PageReader } from '../../contracts/page-reader.js';
import { HostNotAllowedError, UpstreamError } from '../../shared/errors.js';
import { AgentFailure } from '../../shared/run-errors.js';
import { TurnRun } from '../turn-run.js';
import { freshTurn } from '../turn-state.js';
import { readAttachments } from './read-attachments.js';

const TEXT = 'one\ntwo\nthree\n';
const retriever = new InMemoryRetriever(
  { 'a.md': TEXT, 'big.txt': `${'line\n'.repeat(3000)}needle\n${'line\n'.repeat(3000)}` },
  4,
);
const file = (changes: object): Attachment => ({
  type: 'file',
  path: 'a.md',
  startLine: null,
  endLine: null,
  unsavedContent: null,
  ...changes,
});

async function read(...attachments: Attachment[]) {
  return readWith(null, ...attachments);
}

async function readWith(pages: PageReader | null, ...attachments: Attachment[]) {
  const run = new TurnRun(
    inputOf({ text: 'Where is the needle?', attachments }),
    new AbortController().signal,
    async () => {},
  );
  return (await readAttachments({ retriever, pages })(freshTurn('tsk_1'), run)).passages;
}

describe('an attached file', () => {
  test('enters by the lines that were chosen', async () => {
    expect(await read(file({ startLine: 2, endLine: 9 }))).toEqual([
      {
        path: 'a.md',
        startLine: 2,
        endLine: 3,
        contentHash: hashOf(TEXT),
        version: 4,
        symbol: null,
        language: null,
        content: 'two\nthree',
        origin: 'ATTACHMENT',
      },
    ]);
  });

  test('enters as it stands unsaved', async () => {
    const unsavedContent = 'one\r\ntwo and a half\r\n';
    expect(await read(file({ unsavedContent }))).toMatchObject([
      {
        content: 'one\r\ntwo and a half',
        origin: 'UNSAVED_ATTACHMENT',
        contentHash: hashOf(unsavedContent),
        version: 4,
      },
    ]);
  });

  test('counts as saved when its unsaved text is what is indexed', async () => {
    expect(await read(file({ unsavedContent: TEXT }))).toMatchObject([{ origin: 'ATTACHMENT' }]);
  });

  test('that is large enters by the part nearest to the question', async () => {
    const [passage] = (await read(file({ path: 'big.txt' }))) ?? [];
    expect(passage?.content).toContain('needle');
    expect((passage?.endLine ?? 0) - (passage?.startLine ?? 0)).toBeLessThan(400);
  });

  test.each([
    [file({ path: 'none.md' }), /"none\.md" is not in the index/],
    [file({ startLine: 8, endLine: 9 }), /has 3 line\(s\), and none from 8 to 9/],
    [file({ unsavedContent: '' }), /has 0 line\(s\)/],
    [file({ unsavedContent: 'x'.repeat(50_000) }), /a line of more than 40000 characters/],
    [{ type: 'confluence', url: 'https://wiki.example/x' } as const, /has no Confluence configured/],
  ])('fails the turn when it cannot be had: %j', async (attachment, message) => {
    const failed = read(attachment);
    await expect(failed).rejects.toThrow(AgentFailure);
    await expect(failed).rejects.toMatchObject({ code: 'ATTACHMENT_FAILED', message: expect.stringMatching(message) });
  });
});

describe('an attached page', () => {
  const page = (contentMarkdown: string): PageReader => ({
    read: async (url) => ({
      pageId: '7',
      url,
      title: 'Runbook',
      space: 'OPS',
      version: 3,
      contentMarkdown,
      fetchedAt: new Date('2026-01-31T09:00:00.000Z'),
    }),
  });
  const failing = (error: Error): PageReader => ({ read: () => Promise.reject(error) });
  const attachment = { type: 'confluence', url: 'https://wiki.example/display/OPS/Runbook' } as const;

  test('enters with its version, its time and the headings above', async () => {
    const text = '# Search\n\n```\n# no heading\n```\n\n## The \\[needle\\]\n\nHere.';
    expect(await readWith(page(text), attachment)).toEqual([
      {
        origin: 'CONFLUENCE',
        url: attachment.url,
        pageId: '7',
        pageVersion: 3,
        title: 'Runbook',
        fetchedAt: '2026-01-31T09:00:00.000Z',
        startLine: 1,
        endLine: 9,
        content: text,
        headings: [
          { line: 1, text: 'Search' },
          { line: 7, text: 'The [needle]' },
        ],
      },
    ]);
  });

  test('that is large enters by the part nearest to the question', async () => {
    const text = `${'line\n'.repeat(3000)}# Far\n\nneedle\n${'line\n'.repeat(3000)}`;
    const [passage] = (await readWith(page(text), attachment)) ?? [];
    expect(passage?.content).toContain('needle');
    expect((passage?.endLine ?? 0) - (passage?.startLine ?? 0)).toBeLessThan(400);
  });

  test('with a paragraph that is too long enters by its beginning', async () => {
    const [passage] = (await readWith(page('word '.repeat(20_000)), attachment)) ?? [];
    expect(passage?.content).toHaveLength(40_000);
  });

  test.each([
    [page(''), { retryable: false, message: /has no text/ }],
    [failing(new HostNotAllowedError('wiki.example')), { retryable: false, message: /"wiki\.example" is not one/ }],
    [
      failing(new UpstreamError('It is busy.', { retryable: true, retryAfterMs: 900 })),
      { retryable: true, retryAfterMs: 900, message: /cannot be read\. It is busy/ },
    ],
  ])('that cannot be had fails the turn with the reason', async (pages, { message, ...expected }) => {
    const failed = readWith(pages, attachment);
    await expect(failed).rejects.toBeInstanceOf(AgentFailure);
    await expect(failed).rejects.toMatchObject({
      code: 'ATTACHMENT_FAILED',
      message: expect.stringMatching(message),
      ...expected,
    });
  });
});
