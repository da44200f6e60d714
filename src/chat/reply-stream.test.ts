import { describe, expect, test } from 'vitest';
import type { TaskEvent } from '../contracts/events.js';
import { ReplyStream } from './reply-stream.js';
import { applyDelta } from './reply-text.js';

/** A stream whose log is an array, and what a reader of that log has. */
function open({ streamed = '' } = {}) {
  const log: TaskEvent[] = [];
  const stream = new ReplyStream({ messageId: 'msg_1', append: async (event) => log.push(event), streamed });
  const read = () =>
    log.reduce((text, event) => (event.type === 'task_delta' ? applyDelta(text, event) : text), streamed);
  return { log, stream, read };
}

describe('the stream of a reply', () => {
  test('merges deltas that follow each other, and loses none', async () => {
    const { log, stream, read } = open();
    for (const [offset, text] of ['The ', 'answer ', 'is ', '42.'].entries()) {
      await stream.add({ offset: [0, 4, 11, 14][offset] ?? 0, text });
    }
    await stream.flush();
    expect(log).toEqual([{ type: 'task_delta', messageId: 'msg_1', offset: 0, text: 'The answer is 42.' }]);
    expect(read()).toBe('The answer is 42.');
  });

  test('writes a long text as it comes, in pieces', async () => {
    const { log, stream, read } = open();
    const text = 'слово '.repeat(200);
    for (let offset = 0; offset < text.length; offset += 6)
      await stream.add({ offset, text: text.slice(offset, offset + 6) });
    await stream.flush();
    expect(log.length).toBeGreaterThan(3);
    expect(read()).toBe(text);
  });

  test('writes a text that came at once in deltas of a few thousand characters, none of which ends within a character', async () => {
    const { log, stream, read } = open();
    const text = `.${'😀'.repeat(10_000)}`;
    await stream.add({ offset: 0, text });
    await stream.flush();
    expect(read()).toBe(text);
    for (const event of log) {
      expect(event.type === 'task_delta' && event.text.length <= 4_000 && event.text.isWellFormed()).toBe(true);
    }
  });

  test('keeps deltas before the event that came after them', async () => {
    const { log, stream } = open();
    await stream.add({ offset: 0, text: 'before' });
    await stream.interleave({ type: 'task_step', step: 'verify_citations', label: null });
    expect(log.map(({ type }) => type)).toEqual(['task_delta', 'task_step']);
  });

  test('follows an offset that goes back, as after a restart', async () => {
    const { stream, read } = open({ streamed: 'The answer is wro' });
    await stream.add({ offset: 0, text: 'The answer ' });
    await stream.add({ offset: 11, text: 'is right.' });
    await stream.flush();
    expect(read()).toBe('The answer is right.');
  });

  test('makes the log say exactly the answer, also when an attempt died before it wrote all', async () => {
    const { log, stream, read } = open({ streamed: 'The answer is' });
    await stream.finish('The answer is 42.');
    expect(read()).toBe('The answer is 42.');
    expect(log).toEqual([{ type: 'task_delta', messageId: 'msg_1', offset: 13, text: ' 42.' }]);
    await stream.finish('The answer is 42.');
    expect(log).toHaveLength(1);
  });

  test('tells the writer when the log refuses it', async () => {
    const refused = new Error('replaced');
    const stream = new ReplyStream({
      messageId: 'msg_1',
      append: async () => {
        throw refused;
      },
      streamed: '',
    });
    await stream.add({ offset: 0, text: 'late' });
    await expect(stream.flush()).rejects.toBe(refused);
  });
});
