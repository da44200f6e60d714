import type { Language } from '../language.js';
import { MODEL_VARIABLES } from './model-variables.js';

/** The fixed sentences of offline answers. `place` is Markdown that names a symbol and its lines. */
export interface Phrases {
  readonly closest: (place: string) => string;
  readonly closestAttached: (place: string) => string;
  readonly closestOnPage: (place: string) => string;
  readonly inFile: (symbol: string, lines: string) => string;
  readonly othersFollow: string;
  readonly notFound: string;
  readonly nothingNear: string;
  readonly nothingIndexed: string;
  readonly notInFiles: string;
  readonly noModelWroteThis: string;
  readonly cannotAnswerGenerally: string;
}

export const PHRASES: Readonly<Record<Language, Phrases>> = {
  en: {
    closest: (place) => `${place} is the closest match [1].`,
    closestAttached: (place) => `In the attached file, the lines closest to the question are ${place} [1].`,
    closestOnPage: (place) => `On the attached page, the lines closest to the question are ${place} [1].`,
    inFile: (symbol, lines) => `${symbol} in ${lines}`,
    othersFollow: 'Other matching places follow it.',
    notFound:
      'The indexed files hold no clear answer to this question. The nearest places are shown below; they may be about something else.',
    nothingNear:
      'Nothing in the indexed files is close to this question. Try words that the project itself uses, such as the name of a function, a file or a setting.',
    nothingIndexed:
      'Nothing is indexed in this session yet, so there is nothing to answer from. Upload the files of the project, wait until the index job is done, and ask again.',
    notInFiles:
      'The files of the project were searched and looked into, and hold no answer to this question as far as they were read. Try the name of a function, a file or a setting that it is about.',
    noModelWroteThis: `No language model wrote this: it quotes what the search found. To have answers written, configure a language model: ${MODEL_VARIABLES}.`,
    cannotAnswerGenerally: `No language model is configured, so general questions cannot be answered here.

What works without one:
- Questions about the project: the closest places are found and quoted, with their files and lines.
- Search in Russian and English, by words and by the names in the code.

To have answers written, configure a language model: ${MODEL_VARIABLES}.`,
  },
  ru: {
    closest: (place) => `Ближе всего к вопросу ${place} [1].`,
    closestAttached: (place) => `В приложенном файле ближе всего к вопросу строки ${place} [1].`,
    closestOnPage: (place) => `На приложенной странице ближе всего к вопросу строки ${place} [1].`,
    inFile: (symbol, lines) => `${symbol} в ${lines}`,
    othersFollow: 'Ниже показаны и другие подходящие места.',
    notFound:
      'В проиндексированных файлах нет ясного ответа на этот вопрос. Ниже показаны ближайшие места; они могут быть о другом.',
    nothingNear:
      'В проиндексированных файлах нет ничего близкого к этому вопросу. Попробуйте слова из самого проекта: имя функции, файла или настройки.',
    nothingIndexed:
      'В этой сессии ещё ничего не проиндексировано, отвечать не по чему. Загрузите файлы проекта, дождитесь конца индексации и спросите снова.',
    notInFiles:
      'Файлы проекта просмотрены поиском и чтением, ответа на этот вопрос в прочитанном нет. Попробуйте назвать функцию, файл или настройку, о которой идёт речь.',
    noModelWroteThis: `Этот ответ написан без языковой модели: здесь процитировано найденное поиском. Чтобы ответы писала модель, задайте её переменными: ${MODEL_VARIABLES}.`,
    cannotAnswerGenerally: `Языковая модель не настроена, поэтому на общие вопросы здесь ответить нельзя.

Что работает и без неё:
- Вопросы о проекте: ближайшие места находятся и цитируются с файлами и строками.
- Поиск на русском и английском, по словам и по именам из кода.

Чтобы ответы писала модель, задайте её переменными: ${MODEL_VARIABLES}.`,
  },
};
