import { expect, test } from 'vitest';
import { pythonFunctions } from './python-functions.js';

const TEXT = `class Queue:
    def push(
        self,
        item: dict[str, int],
    ) -> None:
        """Puts an item
        at the end. Never blocks.

        More about it.
        """
        self.items.append(item)

        self.changed()

    async def pop(self):
        r'''Takes the first item.'''
        return self.items.pop(0)

    def silent(self):
        return None
`;

test('finds the functions with a docstring and takes it out', () => {
  expect(pythonFunctions(TEXT)).toEqual([
    {
      sentence: 'Puts an item at the end.',
      code: `    def push(
        self,
        item: dict[str, int],
    ) -> None:
        self.items.append(item)

        self.changed()`,
    },
    { sentence: 'Takes the first item.', code: '    async def pop(self):\n        return self.items.pop(0)' },
  ]);
});
