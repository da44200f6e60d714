import { wordsOf } from '../words.js';
import * as vocabulary from './edit-vocabulary.js';

/** What an edit request asks for: documents to be written, or files of the project to be changed. */
export type EditTarget = 'DOCUMENTS' | 'FILES';

type Opening = 'REQUEST' | 'NEED' | null;

/** How far after its verb a noun still is what the verb acts on. */
const OBJECT_DISTANCE = 4;

/**
 * What a message orders to be written or changed; null when it is no order. Only imperatives and polite requests
 * count: "How do I add a route?" and "как добавить маршрут" are questions.
 */
export function editTargetOf(text: string): EditTarget | null {
  const { opening, order } = withoutOpening(wordsOf(text.replace(/['’]/gu, ' ')));
  const [verb = '', ...object] = order;
  if (object.length === 0) return null;
  const isInfinitive = vocabulary.CHANGE_INFINITIVE_RU.test(verb) || vocabulary.WRITE_INFINITIVE_RU.test(verb);
  if (isInfinitive && opening === null) return null;
  const canBeAsked = opening === 'REQUEST' && (isInfinitive || object.slice(0, OBJECT_DISTANCE).some(isDefinite));
  if (text.trimEnd().endsWith('?') && !canBeAsked) return null;
  return targetOf(verb, object, opening);
}

function targetOf(verb: string, object: readonly string[], opening: Opening): EditTarget | null {
  if (vocabulary.DOCUMENT_VERB.test(verb)) return 'DOCUMENTS';
  if (isVerb(verb, vocabulary.WRITE, vocabulary.WRITE_RU, vocabulary.WRITE_INFINITIVE_RU)) {
    if (object.slice(0, OBJECT_DISTANCE).some((word) => vocabulary.DOCUMENT_NOUN.test(word))) return 'DOCUMENTS';
    return object.some((word) => namesDocument(word) || vocabulary.PROJECT_NOUN.test(word)) ? 'FILES' : null;
  }
  if (!isVerb(verb, vocabulary.CHANGE, vocabulary.CHANGE_RU, vocabulary.CHANGE_INFINITIVE_RU)) return null;
  const isSentence =
    opening !== null ||
    !vocabulary.CHANGE.has(verb) ||
    object.some((word) => vocabulary.SENTENCE_WORDS.has(word) || namesDocument(word));
  if (!isSentence) return null;
  const noun = object.find((word) => !vocabulary.SENTENCE_WORDS.has(word)) ?? '';
  return /^(add$|добав)/u.test(verb) && vocabulary.DOCUMENT_NOUN.test(noun) ? 'DOCUMENTS' : 'FILES';
}

function isVerb(word: string, english: ReadonlySet<string>, ...russian: readonly RegExp[]): boolean {
  return english.has(word) || russian.some((forms) => forms.test(word));
}

function isDefinite(word: string): boolean {
  return vocabulary.DEFINITE_WORDS.has(word) || namesDocument(word);
}

function namesDocument(word: string): boolean {
  return vocabulary.DOCUMENT_NOUN.test(word) || vocabulary.FILE_NAME.test(word);
}

function withoutOpening(message: readonly string[]): { opening: Opening; order: readonly string[] } {
  let order = message;
  let opening: Opening = null;
  for (;;) {
    const startsWith = (phrase: string) => `${order.join(' ')} `.startsWith(`${phrase} `);
    const request = vocabulary.REQUEST_OPENINGS.find(startsWith);
    const need = vocabulary.NEED_OPENINGS.find(startsWith);
    if (request !== undefined) opening = 'REQUEST';
    else if (need !== undefined) opening ??= 'NEED';
    else if (!vocabulary.FILLERS.has(order[0] ?? '')) return { opening, order };
    order = order.slice((request ?? need ?? 'filler').split(' ').length);
  }
}
