import { expect, test } from 'vitest';
import { projectIdOf } from './project-id.js';

test('is the folder name and eight digits of the hash of its path', () => {
  expect(projectIdOf('/home/ada/shop')).toBe('shop-ff0a01d5');
  expect(projectIdOf('/home/ada/shop')).toBe(projectIdOf('/home/ada/shop'));
});

test('tells two folders of one name apart, and names the root', () => {
  expect(projectIdOf('/home/bob/shop')).not.toBe(projectIdOf('/home/ada/shop'));
  expect(projectIdOf('/')).toMatch(/^root-[0-9a-f]{8}$/);
});
