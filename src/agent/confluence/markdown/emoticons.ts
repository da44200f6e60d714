import type { Element } from 'domhandler';

/** The emoticons that every Confluence has, by their name in the storage format. */
const EMOTICONS: Readonly<Record<string, string>> = {
  smile: '🙂',
  sad: '🙁',
  cheeky: '😛',
  laugh: '😀',
  wink: '😉',
  'thumbs-up': '👍',
  'thumbs-down': '👎',
  information: 'ℹ️',
  tick: '✅',
  cross: '❌',
  warning: '⚠️',
  plus: '➕',
  minus: '➖',
  question: '❓',
  'light-on': '💡',
  heart: '❤️',
  'broken-heart': '💔',
  'yellow-star': '⭐',
  'red-star': '⭐',
  'green-star': '⭐',
  'blue-star': '⭐',
};

export function emoticonOf({ attribs }: Element): string {
  const name = attribs['ac:name'] ?? '';
  return attribs['ac:emoji-fallback'] ?? EMOTICONS[name] ?? (name === '' ? '' : `:${name}:`);
}
