import { expect, test } from 'vitest';
import { InvalidInputError } from '../../shared/errors.js';
import { ordinalCursor, pageSize, pathCursor, sliceConnection } from './page.js';

const LIMITS = { maxPageSize: 50 };

test('a page beyond the limit is refused with value, limit and setting', () => {
  expect(() => pageSize(51, 20, LIMITS)).toThrow(/51.*50 \(MAX_PAGE_SIZE\)/);
  expect(() => pageSize(-1, 20, LIMITS)).toThrow(/-1.*not be negative/);
  expect(pageSize(50, 20, LIMITS)).toBe(50);
});

test('a page of no stated size has the default one, or the limit where that is lower', () => {
  expect(pageSize(null, 20, LIMITS)).toBe(20);
  expect(pageSize(undefined, 100, LIMITS)).toBe(50);
});

test('the cursor of an item leads back to it, whatever its path', () => {
  const slice = { items: ['a b/ключ.ts'], hasNextPage: true, totalCount: 7 };
  const { edges, pageInfo, totalCount } = sliceConnection(slice, {}, (path) => path);
  expect(pathCursor({ after: pageInfo.endCursor })).toBe('a b/ключ.ts');
  expect(edges.map(({ node }) => node)).toEqual(['a b/ключ.ts']);
  expect({ ...pageInfo, totalCount }).toMatchObject({ hasNextPage: true, hasPreviousPage: false, totalCount: 7 });
});

test('what is no cursor of the list is refused', () => {
  const { pageInfo } = sliceConnection({ items: ['x'], hasNextPage: false, totalCount: 1 }, {}, (path) => path);
  expect(() => ordinalCursor({ after: pageInfo.endCursor })).toThrow(InvalidInputError);
  expect(() => pathCursor({ after: 'zzz' })).toThrow(/not a cursor of this list/);
});
