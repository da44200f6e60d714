import type { CheckName } from '../../contracts/changeset.js';
import type { DraftTarget } from '../changesets/draft-operation.js';
import type { Language } from '../language.js';

/** The sentences around what an editing turn proposes. */
export interface EditPhrases {
  readonly proposed: string;
  readonly operations: Readonly<Record<DraftTarget['op'], string>>;
  readonly leftOut: string;
  readonly nothingProposed: string;
  readonly codeIsNotEdited: (paths: string) => string;
  readonly failed: Readonly<Record<CheckName, string>>;
  readonly beyondLimit: (count: number) => string;
  readonly files: (count: number) => string;
}

export const EDIT_PHRASES: Readonly<Record<Language, EditPhrases>> = {
  en: {
    proposed: 'Proposed for your review; nothing is changed until you apply it:',
    operations: { create: 'create', update: 'change', delete: 'delete' },
    leftOut: 'Left out:',
    nothingProposed: 'No change is proposed.',
    codeIsNotEdited: (paths) =>
      `The agent proposes changes to documents, data and settings only. These files are for you to change: ${paths}.`,
    failed: {
      path: 'its path is not allowed',
      policy: 'such files are not edited here',
      base: 'it cannot be edited from the index',
      applies_once: 'the change does not fit the file',
      parses: 'the result would be broken',
      line_endings: 'its form would be lost',
      secret: 'it would hold a credential',
      no_change: 'nothing in it would change',
    },
    beyondLimit: (count) =>
      `The plan had ${count} more operation(s) than one answer may propose. Ask for the rest next.`,
    files: (count) => `Changes of ${count} file(s).`,
  },
  ru: {
    proposed: 'Предлагаю на проверку; до вашего применения ничего не изменится:',
    operations: { create: 'создать', update: 'изменить', delete: 'удалить' },
    leftOut: 'Не вошло:',
    nothingProposed: 'Изменений не предлагаю.',
    codeIsNotEdited: (paths) =>
      `Агент предлагает правки только документов, данных и настроек. Эти файлы придётся изменить вам: ${paths}.`,
    failed: {
      path: 'такой путь недопустим',
      policy: 'такие файлы здесь не правятся',
      base: 'по индексу его править нельзя',
      applies_once: 'правка не подходит к файлу',
      parses: 'результат был бы испорчен',
      line_endings: 'пропала бы форма файла',
      secret: 'в файле оказался бы секрет',
      no_change: 'в нём ничего не изменилось бы',
    },
    beyondLimit: (count) =>
      `В плане было больше операций, чем можно предложить за один раз; лишних: ${count}. Попросите остальное следующим сообщением.`,
    files: (count) => `Изменения файлов: ${count}.`,
  },
};
