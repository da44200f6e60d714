import { isFollowUp } from '../router/follow-up.js';
import { contentWords, namesCode, wordsOf } from '../words.js';

/** In a longer message what its words refer to stands in it. */
const LONGEST = 30;
/** From so many words of its own before a reference on, the reference is taken to mean one of them. */
const ANTECEDENT_WORDS = 3;

const OPENERS = new Set('and but also then а и но тогда'.split(' '));
const PROJECT = 'project|repo|repository|codebase|проект|репозитори';
/** Words for what was said before, wherever they stand. */
const OF_THE_DIALOG = wholeWords([
  'former|latter|above|previous|previously|earlier',
  'the (?:first|second|third|last|other) (?:one|option|approach|way|case)',
  'выше|ранее|предыдущ\\p{L}+|упомянут\\p{L}+',
  '(?:перв|втор|трет|последн|друг)\\p{L}+ (?:вариант|способ|пункт|подход|случа)\\p{L}*',
]);
/** Words for something that may stand in the message itself, before them. */
const REFERENCES = wholeWords([
  'it|its|they|them|their|theirs',
  `(?:this|these|those|same)(?!\\s+(?:${PROJECT}))`,
  `(?:это|этого|этому|этим|этом|этот|эта|эту|этой|эти|этих|этими)(?!\\s+(?:${PROJECT}))`,
  'он|она|оно|они|его|е[её]|их|ему|ей|им|ими|него|не[её]|них|ним|ними|н[её]м|там|туда|тут',
]);
const NAMES_PROJECT = new RegExp(PROJECT, 'iu');

/**
 * Whether a message can only be understood with the dialog before it: a follow-up, one that opens like one, or one that
 * refers to what it does not name itself. When in doubt, yes: that costs a call, and the opposite a search for "it".
 */
export function dependsOnDialog(text: string): boolean {
  if (isFollowUp(text)) return true;
  const words = wordsOf(text);
  if (words.length > LONGEST) return false;
  if (OPENERS.has(words[0] ?? '') || OF_THE_DIALOG.test(text)) return true;
  const reference = REFERENCES.exec(text);
  return reference !== null && !namesSomething(text.slice(0, reference.index));
}

function namesSomething(text: string): boolean {
  return namesCode(text) || NAMES_PROJECT.test(text) || contentWords(text).size >= ANTECEDENT_WORDS;
}

function wholeWords(alternatives: readonly string[]): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?:${alternatives.join('|')})(?![\\p{L}\\p{N}_])`, 'iu');
}
