/** No term holds one: terms are letters and digits. */
const SEPARATOR = ' ';

/**
 * A chunk's terms as two strings. As objects of their own they are most of what the indexing keeps in memory: a map of
 * them takes fifty times as long to get from one thread to another, and the database takes them as strings anyway.
 */
export interface PackedTerms {
  readonly count: number;
  /** The terms, separated by spaces. */
  readonly names: string;
  /** Their weighted frequencies in the same order, as decimals separated by spaces. */
  readonly frequencies: string;
}

export function packTerms(terms: ReadonlyMap<string, number>): PackedTerms {
  return {
    count: terms.size,
    names: [...terms.keys()].join(SEPARATOR),
    frequencies: [...terms.values()].join(SEPARATOR),
  };
}

/** SQL that gives a row `(term, tf)` for each term of the packed terms in these two columns. */
export function unpackTermsSql({ names, frequencies }: { names: string; frequencies: string }): string {
  return `unnest(string_to_array(${names}, '${SEPARATOR}'), string_to_array(${frequencies}, '${SEPARATOR}')::real[])
    as unpacked (term, tf)`;
}
