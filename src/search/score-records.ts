/** What MiniSearch is asked: to score the records of a shortlist that may reach a score. */
import MiniSearch, { type AsPlainObject } from 'minisearch';
import { BM25, BOOST, COMPLETION_WEIGHT, FIELDS } from './ranking.ts';
import type { Alternative, Shortlist } from './shortlist.ts';

/** Opens what `assembleIndex` made; the id of a record is its number. */
export function openMiniSearch(plain: AsPlainObject): MiniSearch {
  return MiniSearch.loadJS(plain, {
    idField: 'id',
    fields: [...FIELDS],
    storeFields: [],
    // Texts are analysed before they come here.
    tokenize: (term: string) => [term],
    processTerm: (term: string) => term,
  });
}

/**
 * Scores by record of those that may reach `floor`.
 * @param words What each word of the query may stand for, as the shortlist was made of.
 */
export function scoreRecords(
  index: MiniSearch,
  words: readonly (readonly Alternative[])[],
  shortlist: Shortlist,
  floor: number,
): Map<number, number> {
  const queries = words.flat().map(({ term, weight, isPrefix }) => ({
    queries: [term],
    boostTerm: () => weight,
    prefix: isPrefix === true,
  }));
  const found = index.search(
    { combineWith: 'OR', queries },
    {
      bm25: BM25,
      boost: BOOST,
      weights: { prefix: COMPLETION_WEIGHT, fuzzy: 0 },
      boostDocument: (record: number) => (shortlist.mayReach(record, floor) ? 1 : 0),
    },
  );
  return new Map(
    found.map(({ id: record, score, queryTerms }) => {
      // MiniSearch multiplies by the number of terms; that is taken back here.
      const own = score / (queryTerms.length || 1);
      return [record as number, own * shortlist.coverage(record as number)];
    }),
  );
}
