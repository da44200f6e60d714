import { describe, expect, test } from 'vitest';
import { hashOf, InMemoryRetriever } from '../../../tests/kit/agent/in-memory-retriever.js';
import { inputOf } from '../../../tests/kit/agent/run-turn.js';
import type { Attachment } from '../../contracts/agent-runner.js';
import { AgentFailure } from '../../shared/errors.js';
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
  const run = new TurnRun(
    inputOf({ text: 'Where is the needle?', attachments }),
    new AbortController().signal,
    async () => {},
  );
  return (await readAttachments({ retriever })(freshTurn('tsk_1'), run)).passages;
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
