import { describe, expect, test } from 'vitest';
import { guessExtension, guessExtensions } from './guess-extension.js';

const PYTHON = 'def area(self, radius):\n    """The area of a circle."""\n    return math.pi * radius ** 2';

describe('the language of a text', () => {
  test.each([
    ['py', PYTHON],
    ['rb', 'def area(radius)\n  return nil unless radius\n  Math::PI * radius ** 2\nend'],
    ['php', 'public function area($radius)\n{\n    return $this->pi * $radius;\n}'],
    ['go', 'func (c *Circle) Area() (float64, error) {\n\tr := c.radius\n\treturn math.Pi * r * r, nil\n}'],
    ['rs', 'pub fn area(&self) -> Option<f64> {\n    let mut r = self.radius;\n    Some(r)\n}'],
    ['java', 'public double area(final String radius) throws IOException {\n    return Math.PI;\n}'],
    [
      'ts',
      'export function area(radius: number): number {\n  const square = radius ** 2;\n  return Math.PI * square;\n}',
    ],
    ['js', 'function area(radius) {\n  const square = radius ** 2;\n  return Math.PI * square;\n}'],
    ['cpp', '#include <cmath>\nstatic double area(Circle *circle) {\n  return std::pow(circle->radius, 2);\n}'],
    ['sql', 'select name from circles where radius > 2 order by name'],
  ])('is seen as %s', (extension, text) => {
    expect(guessExtension(text)).toBe(extension);
  });

  test('is not seen in prose', () => {
    expect(guessExtension('The area of a circle grows with the square of its radius.')).toBeNull();
  });
});

test('a text that tells too little takes the language of the others', () => {
  expect(guessExtensions([PYTHON, 'pass'])).toEqual(['py', 'py']);
  expect(guessExtensions(['plain prose'])).toEqual(['txt']);
});
