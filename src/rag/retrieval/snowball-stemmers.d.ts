declare module 'snowball-stemmers' {
  export interface Stemmer {
    /** The stem of one lower-case word. */
    stem(word: string): string;
  }
  export function newStemmer(language: string): Stemmer;
  const stemmers: { newStemmer: typeof newStemmer };
  export default stemmers;
}
