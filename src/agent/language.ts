export type Language = 'en' | 'ru';

/** As prompts name them. */
export const LANGUAGE_NAMES = { en: 'English', ru: 'Russian' } as const satisfies Record<Language, string>;

const QUOTED = /`[^`]*`|"[^"]*"|'[^']*'|«[^»]*»|“[^”]*”/gu;
const CYRILLIC_WORD = /\p{Script=Cyrillic}/u;

/** The language to answer in: Russian when any word outside quotes is, since code words in a question are English anyway. */
export function languageOf(question: string): Language {
  const prose = question.replace(QUOTED, ' ');
  return CYRILLIC_WORD.test(/\p{L}/u.test(prose) ? prose : question) ? 'ru' : 'en';
}
