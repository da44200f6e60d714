import { expect, test } from 'vitest';
import { Router } from './router.js';

const router = new Router([
  { method: 'GET', path: '/a/{id}' },
  { method: 'DELETE', path: '/a/{id}' },
  { method: 'POST', path: '/a/{id}/b' },
]);

test('a path is found with its parameters, decoded', () => {
  expect(router.match('GET', '/a/x%20y')).toMatchObject({ kind: 'found', params: { id: 'x y' } });
  expect(router.match('HEAD', '/a/x')).toMatchObject({ kind: 'found', target: { method: 'GET' } });
});

test('a path that is there for other methods names them', () => {
  expect(router.match('PATCH', '/a/x')).toEqual({
    kind: 'other-method',
    allowed: ['GET', 'HEAD', 'DELETE'],
    path: '/a/{id}',
  });
});

test.each(['/', '/a', '/a/', '/a/x/', '/a/x/b/c', '/a/%zz', '/A/x'])('%s is unknown', (path) => {
  expect(router.match('GET', path)).toEqual({ kind: 'unknown' });
});
