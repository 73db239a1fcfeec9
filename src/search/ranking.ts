/** The numbers of the ranking: the best of those tried on the collections of `docs/search-quality.md`. */

/** `all` is everything a record says; what also stands in one of the others counts more. */
export const FIELDS = ['all', 'title', 'heading', 'names'] as const;

export const BOOST = { all: 1, title: 0.5, heading: 0.5, names: 1 };
export const BM25 = { k: 1.2, b: 0.75, d: 0 };

/** What the word being typed is worth as it stands, and a longer word that begins with it. */
export const PREFIX_WEIGHT = 0.6;
export const COMPLETION_WEIGHT = 0.375;
export const SYNONYM_WEIGHT = 0.6;
export const RESPELT_WEIGHT = 0.8;

/** A result page is no list of one document's sections. */
export const MAX_PER_DOCUMENT = 3;

/** Short questions mean every word; long ones are descriptions that no record holds whole. */
export function coverageFactor(matched: number, words: number): number {
  return words <= 4 ? matched / words : 1;
}
