import { expect, test } from 'vitest';
import { CallLimit } from './call-limit.js';

const signal = new AbortController().signal;

test('calls get their turn in the order in which they came', async () => {
  const limit = new CallLimit(1);
  const begun: number[] = [];
  const call = async (number: number) => {
    const end = await limit.begin(signal);
    begun.push(number);
    await Promise.resolve();
    end();
  };
  await Promise.all([1, 2, 3].map(call));
  expect(begun).toEqual([1, 2, 3]);
});

test('who leaves the queue takes no turn', async () => {
  const limit = new CallLimit(1);
  const end = await limit.begin(signal);
  const leaving = new AbortController();
  const left = limit.begin(leaving.signal);
  const next = limit.begin(signal);
  leaving.abort();
  await expect(left).rejects.toBe(leaving.signal.reason);
  end();
  (await next)();
  (await limit.begin(signal))();
});
