import { wordsOf } from '../words.js';

const PLEASANTRIES = new Set(
  `hi hello hey hiya yo greetings good morning afternoon evening night day there thanks thank you thx very much so a lot bye
  goodbye cheers ok okay great cool nice perfect awesome
  привет приветствую здравствуй здравствуйте здрасте добрый доброе доброго день утро вечер дня спасибо благодарю большое
  огромное пока ок окей отлично супер класс хорошо понятно ясно`.split(/\s+/),
);
const ABOUT_THE_ASSISTANT =
  /^(who|what) (are|r) you\b|^what can you do\b|^what do you do\b|^how are you\b|^help$|^(кто|что) ты( такой| такая)?$|^кто вы( такие)?$|^что (ты|вы) (умеешь|умеете|можешь|можете)|^как (дела|тебя зовут|вас зовут)|^помощь$/u;

/** Whether the whole message is a greeting, thanks, or a question about the assistant itself. */
export function isSmallTalk(text: string): boolean {
  const words = wordsOf(text);
  if (words.length === 0) return true;
  const message = words.join(' ');
  const afterGreeting = words.slice(words.findIndex((word) => !PLEASANTRIES.has(word))).join(' ');
  return (
    words.every((word) => PLEASANTRIES.has(word)) ||
    ABOUT_THE_ASSISTANT.test(message) ||
    ABOUT_THE_ASSISTANT.test(afterGreeting)
  );
}
