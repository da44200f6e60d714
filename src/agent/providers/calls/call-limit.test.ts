import { expect, test } from 'vitest';
import { CallLimit, type CallPurpose } from './call-limit.js';

const signal = new AbortController().signal;

test('calls for the same get their turn in the order in which they came', async () => {
  const limit = new CallLimit(1);
  const begun: number[] = [];
  const call = async (number: number) => {
    const end = await limit.begin('answer', signal);
    begun.push(number);
    await Promise.resolve();
    end();
  };
  await Promise.all([1, 2, 3].map(call));
  expect(begun).toEqual([1, 2, 3]);
});

test('who leaves the queue takes no turn', async () => {
  const limit = new CallLimit(1);
  const end = await limit.begin('answer', signal);
  const leaving = new AbortController();
  const left = limit.begin('answer', leaving.signal);
  const next = limit.begin('answer', signal);
  leaving.abort();
  await expect(left).rejects.toBe(leaving.signal.reason);
  end();
  (await next)();
  (await limit.begin('answer', signal))();
});

test('calls for answers go before those of index jobs, which still have a turn after three', async () => {
  const limit = new CallLimit(1);
  const begun: string[] = [];
  const call = async (purpose: CallPurpose, name: string) => {
    const end = await limit.begin(purpose, signal);
    begun.push(name);
    end();
  };
  const first = await limit.begin('index', signal);
  const calls = [
    ...['i1', 'i2', 'i3'].map((name) => call('index', name)),
    ...['a1', 'a2', 'a3', 'a4', 'a5'].map((name) => call('answer', name)),
  ];
  first();
  await Promise.all(calls);
  expect(begun).toEqual(['a1', 'a2', 'a3', 'i1', 'a4', 'a5', 'i2', 'i3']);
});
