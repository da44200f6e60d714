import { namesCode, wordsOf } from '../words.js';

const PROJECT_WORD =
  /^(project|repo|repository|codebase|code|file|files|folder|module|app|application|server|our|проект\p{L}*|репозитори\p{L}*|код|кода|коде|кодом|файл\p{L}*|модул\p{L}*|приложени\p{L}*|сервер\p{L}*|наш\p{L}*)$/u;
const OUTSIDE_TOPIC =
  /\b(joke|poem|haiku|weather|recipe|horoscope|capital of|president of|meaning of life|in general terms|what time is it|what day is it|tell me a story)\b|(?<!\p{L})(шутк\p{L}*|анекдот\p{L}*|стих\p{L}*|погод\p{L}*|рецепт\p{L}*|гороскоп\p{L}*|столиц\p{L}*|сказк\p{L}*|смысл жизни|который час|какой сегодня день|не по проекту|не про проект)(?!\p{L})/u;
const DIFFERENCE =
  /^(what is|what's|whats|explain) the difference between |^(в чем|чем|какая) (разница|отличие|отличается|отличаются) /u;
const ARITHMETIC = /^(what is |what's |сколько будет |посчитай )?[\d\s.,()]+([+*/^-]|плюс|минус)[\d\s.,()+*/^-]+\??$/u;

/** Whether a message is clearly about something else than the project; in doubt it is not. */
export function isGeneralKnowledge(text: string): boolean {
  const message = text.trim().toLowerCase().replaceAll('ё', 'е');
  if (ARITHMETIC.test(message)) return true;
  if (namesCode(text) || wordsOf(text).some((word) => PROJECT_WORD.test(word)))
    return /не (по|про) проект/u.test(message);
  return OUTSIDE_TOPIC.test(message) || DIFFERENCE.test(message);
}
