const WORD = /[\p{L}\p{N}_$][\p{L}\p{N}_$'’./\\-]*/gu;
const CAMEL_HUMP = /(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;
const SHORTEST_STEM = 4;
const LONGEST_ENDING = 3;

const STOP_WORDS = new Set(
  `a an the and or but so if then than of in on at to for from by with without into about as is are was were be been do
  does did done has have had can could will would should may might must i you he she it we they me him her us them my your
  his its our their this that these those there here what which who whom whose when where why how not no yes any some all
  please tell show explain me work works used use using
  и или но а если то же ли бы не нет да в во на по за из от до для с со о об обо к ко у при про под над без через между как
  что кто где когда почему зачем какой какая какие какое каким чем чего это этот эта эти этого этой того той те тот та он она
  оно они его ее их ему ей им мы вы ты я меня мне нас вас тебя есть был была было были быть можно нужно надо ли уже еще там
  тут здесь так также тоже пожалуйста покажи расскажи объясни работает используется`.split(/\s+/),
);

/** The words of a text in lower case, ё as е; paths and dotted names stay whole. */
export function wordsOf(text: string): string[] {
  return (text.match(WORD) ?? []).map((word) => normalise(word.replace(/['’./\\-]+$/u, '')));
}

/** The distinct words that carry a text's meaning, identifiers also by their parts: `getUser` gives getuser, get, user. */
export function contentWords(text: string): Set<string> {
  const words = new Set<string>();
  for (const word of text.match(/[\p{L}\p{N}_$]+/gu) ?? []) {
    for (const part of [word, ...word.split(/[_$]+/).flatMap((piece) => piece.split(CAMEL_HUMP))]) {
      const plain = normalise(part);
      if (plain.length > 1 && !STOP_WORDS.has(plain)) words.add(plain);
    }
  }
  return words;
}

/** Whether two words are forms of one, as far as a long common beginning tells: route and router, retry and retries. */
export function sameStem(a: string, b: string): boolean {
  if (a === b) return true;
  let common = 0;
  while (common < a.length && common < b.length && a[common] === b[common]) common += 1;
  return common >= SHORTEST_STEM && Math.max(a.length, b.length) - common <= LONGEST_ENDING;
}

/** Whether the text names code: a path, a file, a call, or an identifier that no prose would hold. */
export function namesCode(text: string): boolean {
  return /`[^`]+`|\b\w+\(\)|\b\w+\.\p{Ll}{1,5}\b(?!\.)|\w\/\w|\b[a-z$_][a-z\d$]*[A-Z_]\w*|\b[A-Z][a-z\d]+[A-Z]\w*|\b[A-Z\d]+_[A-Z\d_]+\b/u.test(
    text,
  );
}

function normalise(word: string): string {
  return word.toLowerCase().replaceAll('ё', 'е');
}
