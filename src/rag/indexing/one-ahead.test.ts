import { expect, test } from 'vitest';
import { oneAhead } from './one-ahead.js';

test('gives the items in order and asks for the next while one is used', async () => {
  const asked: number[] = [];
  async function* source() {
    for (const item of [1, 2, 3]) {
      asked.push(item);
      yield item;
    }
  }
  const seen: [number, number[]][] = [];
  for await (const item of oneAhead(source())) {
    await Promise.resolve();
    seen.push([item, [...asked]]);
  }
  expect(seen).toEqual([
    [1, [1, 2]],
    [2, [1, 2, 3]],
    [3, [1, 2, 3]],
  ]);
});

test('throws the failure of the source after the items before it', async () => {
  async function* source() {
    yield 1;
    throw new Error('no more');
  }
  const seen: number[] = [];
  const reading = async () => {
    for await (const item of oneAhead(source())) seen.push(item);
  };
  await expect(reading()).rejects.toThrow('no more');
  expect(seen).toEqual([1]);
});

test('a reader that fails leaves only when the item asked for has come', async () => {
  let giveSecond: (item: number) => void = () => undefined;
  const second = new Promise<number>((resolve) => {
    giveSecond = resolve;
  });
  async function* source() {
    yield 1;
    yield await second;
  }
  let left = false;
  const reading = (async () => {
    for await (const _item of oneAhead(source())) throw new Error('cannot use it');
  })().finally(() => {
    left = true;
  });
  reading.catch(() => undefined);
  await new Promise((resolve) => setImmediate(resolve));
  expect(left).toBe(false);
  giveSecond(2);
  await expect(reading).rejects.toThrow('cannot use it');
});
