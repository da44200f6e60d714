import { expect, test } from 'vitest';
import { scriptDefinitions } from './documented-code.js';

test('finds definitions in every form, without any doc comment in their code', () => {
  const text = `
/** A list of things to do. It has an end. */
class Queue {
  /** Puts an item at the end. */
  push(item) { this.items.push(item); }
}
/** Takes the first item. */
Queue.prototype.pop = function () { return this.items.shift(); };
const queues = {
  /** Finds one by its name. */
  find: (name) => all.get(name),
  /** How many there may be. */
  most: 3,
};
/** Makes an empty one. */
export declare function create(): Queue;
`;
  expect(scriptDefinitions('a.js', text)).toEqual([
    {
      sentence: 'A list of things to do.',
      code: 'class Queue {\n  \n  push(item) { this.items.push(item); }\n}',
    },
    { sentence: 'Puts an item at the end.', code: 'push(item) { this.items.push(item); }' },
    {
      sentence: 'Takes the first item.',
      code: 'Queue.prototype.pop = function () { return this.items.shift(); };',
    },
    { sentence: 'Finds one by its name.', code: 'find: (name) => all.get(name)' },
    { sentence: 'Makes an empty one.', code: 'export declare function create(): Queue;' },
  ]);
});
