import { contentWords, namesCode, wordsOf } from '../words.js';

const LONGEST = 8;
const OPENERS = new Set('and but so also then why а и но почему зачем отчего тогда еще'.split(' '));
const ANAPHORS = new Set(
  `it its this that these those they them their there he she one ones same
  это этого этому этим этот эта эту этой эти этих он она оно они его ее их ему ей им них нем ней там тут туда тот та те тех
  такой такое`.split(/\s+/),
);
const CONTINUATIONS =
  /^(more|why|why not|how so|how come|go on|continue|next|really|details|more details|for example|an example|example|examples|elaborate|tell me more|show me more|explain more|what else|anything else|where else|what about .*|how about .*|почему|зачем|подробнее|поподробнее|а подробнее|дальше|продолжай|продолжи|еще|например|пример|примеры|покажи пример|точно|как именно|где именно|где еще|что еще|и что|а если .*|а как насчет .*|расскажи подробнее|объясни подробнее)$/u;
const WHOLE_PROJECT = /^(project|repo|repository|codebase|проект\p{L}*|репозитори\p{L}*)$/u;

/** Whether a message has no topic of its own and takes up the one before: "why?", "а где он используется?". */
export function isFollowUp(text: string): boolean {
  const words = wordsOf(text);
  if (words.length === 0 || words.length > LONGEST || namesCode(text)) return false;
  if (CONTINUATIONS.test(words.join(' '))) return true;
  if (words.some((word) => WHOLE_PROJECT.test(word))) return false;
  const opens = OPENERS.has(words[0] ?? '');
  const refers = words.some((word) => ANAPHORS.has(word));
  const topic = contentWords(text).size;
  return topic === 0 || (topic <= 1 && (opens || refers)) || (topic <= 2 && opens && refers) || (topic <= 2 && refers);
}
