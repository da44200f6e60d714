import assert from 'node:assert/strict';
import type { Member } from './crew.js';
import { projectIn } from './projects.js';
import { placeOf } from './questions.js';
import type { WireCall } from './wire.js';

/** Whether a call may be made again in spite of an earlier one. */
export type Excuse = (earlier: WireCall, again: WireCall) => boolean;

/** The process that had made it was dead when it came again. */
export function diedBetween(members: readonly Member[]): Excuse {
  return ({ member, life }, { at }) => {
    const died = members.find(({ name }) => name === member)?.deaths[life - 1];
    return died !== undefined && died <= at;
  };
}

/**
 * What the providers must not have been asked twice. Gives how many texts were embedded, and how many again.
 *
 * The vectors of a request are stored before the next request of the same project. So a text may come again only when
 * the process that asked for it was killed, and had asked for nothing else of that project after it.
 */
export function checkTexts(calls: readonly WireCall[], isExcused: Excuse): { texts: number; again: number } {
  const last = new Map<string, WireCall>();
  for (const call of calls) {
    const [text] = call.texts;
    if (text === undefined) continue;
    last.set(lifeOf(call, text), call);
  }
  const asked = new Map<string, WireCall>();
  let again = 0;
  for (const call of calls) {
    for (const text of call.texts) {
      const before = asked.get(text);
      asked.set(text, call);
      if (before === undefined) continue;
      again += 1;
      const what = `a text of ${projectIn(text)} that life ${before.life} of ${before.member} had asked for`;
      assert.ok(isExcused(before, call), `${what} came again while that lived`);
      assert.ok(last.get(lifeOf(before, text)) === before, `${what} came again although its request had been answered`);
    }
  }
  return { texts: asked.size, again };
}

/** Which life of a process worked on which project. */
function lifeOf({ member, life }: WireCall, text: string): string {
  return `${projectIn(text)} ${member} ${life}`;
}

/**
 * A turn's calls go forward; only the last one may be made again, when the process that made it was killed. Gives how
 * many calls were made, and how many again.
 */
export function checkCalls(calls: readonly WireCall[], isExcused: Excuse): { calls: number; again: number } {
  const turns = new Map<number, WireCall[]>();
  for (const call of calls) {
    if (call.question === null) continue;
    turns.set(call.question, [...(turns.get(call.question) ?? []), call]);
  }
  let again = 0;
  for (const [question, made] of turns) {
    const roles = made.map(({ role, member, life }) => `${role} (${member}, life ${life})`).join(', ');
    made.slice(1).forEach((call, index) => {
      const before = made[index];
      if (before === undefined) return;
      const forward = placeOf(call.role) - placeOf(before.role);
      assert.ok(forward >= 0, `question ${question} went back: ${roles}`);
      if (forward > 0) return;
      again += 1;
      assert.ok(isExcused(before, call), `question ${question} repeated a call in one life: ${roles}`);
    });
  }
  return { calls: [...turns.values()].flat().length, again };
}
