import snowball from 'snowball-stemmers';

const english = snowball.newStemmer('english');
const russian = snowball.newStemmer('russian');

const SHORTEST_STEMMED = 4;
const MOST_REMEMBERED = 100_000;
const remembered = new Map<string, string>();

/**
 * The Snowball stem of one lower-case word in English or Russian letters; any other word as it is. Words of up to three
 * letters stay whole: in code they are mostly abbreviations ("its", "dns", "ids").
 */
export function stem(word: string): string {
  if (word.length < SHORTEST_STEMMED) return word;
  const known = remembered.get(word);
  if (known !== undefined) return known;
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  const stemmed = stemmerOf(word)?.stem(word) ?? word;
  remembered.set(word, stemmed);
  return stemmed;
}

function stemmerOf(word: string) {
  if (/^[a-z]+$/.test(word)) return english;
  if (/^[а-я]+$/.test(word)) return russian;
  return null;
}
