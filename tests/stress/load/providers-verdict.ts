import assert from 'node:assert/strict';
import type { Member } from './crew.js';
import { projectIn } from './projects.js';
import { placeOf } from './questions.js';
import type { WireCall } from './wire.js';

/** What an embedder of ours keeps unstored at most: see `CachedEmbedder`. */
const TEXTS_A_BATCH = 100;

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
 * Vectors are stored a batch at a time, before the next batch of the same project is asked for. So a text may come again
 * only when the process that asked for it was killed, and had not asked for a batch of that project after it.
 */
export function checkTexts(calls: readonly WireCall[], isExcused: Excuse): { texts: number; again: number } {
  const batches = new Map<string, WireCall[]>();
  for (const call of calls) {
    const [text] = call.texts;
    if (text === undefined) continue;
    const life = `${projectIn(text)} ${call.member} ${call.life}`;
    batches.set(life, [...(batches.get(life) ?? []), call]);
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
      const ofLife = batches.get(`${projectIn(text)} ${before.member} ${before.life}`) ?? [];
      const since = ofLife.slice(ofLife.indexOf(before)).reduce((sum, { texts }) => sum + texts.length, 0);
      assert.ok(since <= TEXTS_A_BATCH, `${what} came again although ${since} texts had been asked for since`);
    }
  }
  return { texts: asked.size, again };
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
