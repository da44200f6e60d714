import { expect, test } from 'vitest';
import { AnswerText } from './answer-text.js';

const unchanged = { text: '', restarted: false };

test('prints each delta once', () => {
  const answer = new AnswerText();
  expect(answer.apply(0, 'The login ')).toEqual({ text: 'The login ', restarted: false });
  expect(answer.apply(10, 'is here.')).toEqual({ text: 'is here.', restarted: false });
  expect(answer.finish('The login is here.')).toEqual(unchanged);
});

test('prints nothing while the same words are told again, then goes on', () => {
  const answer = new AnswerText();
  answer.apply(0, 'The login is');
  expect(answer.apply(0, 'The ')).toEqual(unchanged);
  expect(answer.apply(4, 'login')).toEqual(unchanged);
  expect(answer.apply(9, ' is here.')).toEqual({ text: ' here.', restarted: false });
});

test('prints the answer again when it goes back and turns out otherwise', () => {
  const answer = new AnswerText();
  answer.apply(0, 'The login is');
  expect(answer.apply(4, 'door')).toEqual({ text: 'The door', restarted: true });
  expect(answer.apply(8, ' opens.')).toEqual({ text: ' opens.', restarted: false });
});

test('ends as the answer ends, be it longer, shorter or other than what was told', () => {
  const answer = new AnswerText();
  answer.apply(0, 'one two');
  expect(answer.finish('one two three')).toEqual({ text: ' three', restarted: false });
  expect(answer.finish('one')).toEqual({ text: 'one', restarted: true });
});

test('counts offsets in UTF-16 units', () => {
  const answer = new AnswerText();
  answer.apply(0, '😀 да');
  expect(answer.apply(5, '!')).toEqual({ text: '!', restarted: false });
});
