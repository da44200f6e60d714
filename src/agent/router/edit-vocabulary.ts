const wordSet = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/));

export const FILLERS = wordSet(
  `now also and then so ok okay well hi hello hey just kindly теперь а и ну еще так давай привет слушай тогда потом также
  здравствуй здравствуйте`,
);

/** Openings that ask somebody to act; with a question mark they still do. */
export const REQUEST_OPENINGS = [
  ...['please', 'i would like you to', 'i need you to', 'i want you to', 'i d like you to', 'go ahead and', 'help me'],
  ...['can you', 'could you', 'would you', 'will you', 'lets', 'let s', 'let us'],
  ...['пожалуйста', 'не мог бы ты', 'не могла бы ты', 'не могли бы вы', 'мог бы ты', 'могла бы ты', 'могли бы вы'],
  ...['ты можешь', 'вы можете', 'можешь', 'можете', 'сможешь', 'прошу'],
];

/** Openings that state a need: an order, unless a question mark makes a question of them. */
export const NEED_OPENINGS = ['нужно', 'надо', 'необходимо', 'требуется', 'хочу'];

export const CHANGE = wordSet(
  `add change edit update fix remove delete rename replace rewrite refactor correct insert append modify move bump improve
  shorten extend convert translate implement`,
);
export const CHANGE_RU =
  /^(добавь|измени|исправь|обнови|удали|убери|переименуй|замени|перепиши|поправь|поменяй|внеси|вставь|переведи|отредактируй|сократи|дополни|перенеси|отрефактори|реализуй|допиши|почини|улучши)(те)?$/u;
export const CHANGE_INFINITIVE_RU =
  /^(добавить|изменить|исправить|обновить|удалить|убрать|переименовать|заменить|переписать|поправить|поменять|внести|вставить|перевести|отредактировать|сократить|дополнить|перенести|отрефакторить|реализовать|дописать|починить|улучшить)$/u;

export const WRITE = wordSet('write create generate make draft prepare compose produce');
export const WRITE_RU = /^(напиши|создай|сгенерируй|составь|подготовь|сделай|оформи)(те)?$/u;
export const WRITE_INFINITIVE_RU = /^(написать|создать|сгенерировать|составить|подготовить|сделать|оформить)$/u;

export const DOCUMENT_VERB = /^(document|задокументируй|задокументируйте|задокументировать)$/u;
export const DOCUMENT_NOUN =
  /^(docs?|documentation|readme(\.\w+)?|guide|tutorial|manual|changelog(\.\w+)?|docstrings?|handbook|runbook|ридми|доки|доку|чейнджлог|гайд|мануал|документаци\p{L}*|руководств\p{L}*|инструкци\p{L}*|туториал\p{L}*|справк\p{L}*|описани\p{L}*)$/u;
export const PROJECT_NOUN =
  /^(files?|functions?|class|classes|methods?|tests?|endpoints?|routes?|modules?|components?|config|configuration|scripts?|migrations?|section|code|файл\p{L}*|функци\p{L}*|класс\p{L}*|метод\p{L}*|тест\p{L}*|эндпоинт\p{L}*|маршрут\p{L}*|модул\p{L}*|компонент\p{L}*|конфиг\p{L}*|скрипт\p{L}*|миграци\p{L}*|раздел\p{L}*|код)$/u;
export const FILE_NAME = /^[\w./\\-]*\w\.[a-z]{1,5}$|^[\w.-]+\/[\w./-]+$/u;

/** An English order holds one of these; "change password flow" holds none, and looks for a place. */
export const SENTENCE_WORDS = wordSet(
  'the a an this that these those my our its it all every each to in into from with for at on after before',
);
/** What a definite thing is called by: "can you add the badge?" is a request, "can you add a route?" a question. */
export const DEFINITE_WORDS = wordSet('the this these those my our all every');
