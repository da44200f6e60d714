import { expect, test } from 'vitest';
import { LimitError } from '../shared/errors.js';
import { OpenStreams } from './open-streams.js';

test('an owner has a number of places, and one given back can be taken again', () => {
  const streams = new OpenStreams(1);
  const close = streams.open('anna', () => undefined);
  expect(() => streams.open('anna', () => undefined)).toThrow(LimitError);
  const other = streams.open('ben', () => undefined);
  expect(streams.total).toBe(2);
  close();
  close();
  streams.open('anna', () => undefined);
  other();
  expect(streams.total).toBe(1);
});

test('a shutdown cuts every stream, each of which gives its place back', () => {
  const streams = new OpenStreams(5);
  for (const owner of ['anna', 'anna', 'ben']) {
    const close = streams.open(owner, () => close());
  }
  streams.cutAll();
  expect(streams.total).toBe(0);
});
