/**
 * Searching, for the portal, the terminal and the benchmarks alike. Ranking is BM25 over
 * everything a record says, with a bonus for its title, heading and names; MiniSearch holds
 * the index and scores the records that may be among the best.
 */
import type MiniSearch from 'minisearch';
import { type Analyzer, createAnalyzer } from './analyze.ts';
import { assembleIndex } from './assemble-index.ts';
import { DocumentFilters, type Facets } from './filters.ts';
import { type BodyFile, type FirstFile, parseBodyFile, parseFirstFile } from './index-files.ts';
import { Vocabulary } from './occurrences.ts';
import { type ParsedQuery, parseQuery } from './parse-query.ts';
import { RecordTable, type SearchHit } from './record-table.ts';
import { openMiniSearch, scoreRecords } from './score-records.ts';
import { type Alternative, Shortlist } from './shortlist.ts';
import { type Correction, WordReadings } from './word-readings.ts';

export interface SearchResults {
  /** The best first. */
  readonly hits: readonly SearchHit[];
  /** How many records match; `hits` may be fewer. */
  readonly total: number;
  /** Documents among the matches, by filter and value, the most frequent first. */
  readonly facets: Facets;
  readonly corrections: readonly Correction[];
  /** The words as typed and as corrected, to show where they stand. */
  readonly searched: string;
  /** Phrases that must still be looked for in the text of each hit. */
  readonly phrases: readonly string[];
}

export interface SearchSettings {
  readonly limit?: number;
  /** Whether the last word may be unfinished. */
  readonly isTyping?: boolean;
}

/** How many records are scored at first; most questions need no more. */
const FIRST_SCORED = 1000;

export class SearchIndex {
  readonly #analyzer: Analyzer;
  readonly #index: MiniSearch;
  readonly #vocabulary: Vocabulary;
  readonly #filters: DocumentFilters;
  readonly #records: RecordTable;
  readonly #readings: WordReadings;

  /** Opens the first file, alone or with all the files it names. */
  constructor(first: FirstFile, bodies: readonly BodyFile[] = []) {
    this.#analyzer = createAnalyzer(first.language);
    const plain = assembleIndex(first, bodies, this.#analyzer);
    this.#vocabulary = new Vocabulary(plain.index);
    this.#index = openMiniSearch(plain);
    this.#filters = new DocumentFilters(first);
    this.#records = new RecordTable(first);
    this.#readings = new WordReadings(first, this.#analyzer, this.#vocabulary);
  }

  search(query: string, { limit = 10, isTyping = false }: SearchSettings = {}): SearchResults {
    const parsed = parseQuery(query, this.#analyzer);
    const allowed = this.#filters.allowed(parsed);
    const isAllowed = (record: number) => allowed[this.#records.documentOf(record)] === 1;
    const named = this.#records.named(parsed.text).filter(isAllowed);
    const { found, corrections } = this.#find(parsed, isTyping && /\S$/.test(query), isAllowed);
    return {
      hits: this.#best(found, named, limit).map((record) => this.#records.hit(record)),
      ...this.#survey(found, named),
      corrections,
      searched: [parsed.text, ...corrections.map(({ instead }) => instead)].join(' '),
      phrases: parsed.phrases,
    };
  }

  #find(
    { words, phrases, filters }: ParsedQuery,
    isLastOpen: boolean,
    isAllowed: (record: number) => boolean,
  ): { found: Found; corrections: Correction[] } {
    const said = words.some(({ term }) => term !== undefined)
      ? words.filter((word) => word.term !== undefined)
      : // A question of stop words alone is taken at its word.
        words.map(({ word }) => ({ word, term: word }));
    if (said.length === 0) {
      const { beginnings } = this.#records;
      const records = filters.length > 0 ? [...beginnings].filter(isAllowed) : [];
      return { found: { records }, corrections: [] };
    }
    const readings = said.map((each, index) =>
      this.#readings.read(each, isLastOpen && index === said.length - 1),
    );
    const alternatives = readings.map((reading) => reading.alternatives);
    const shortlist = new Shortlist(this.#vocabulary, this.#records.length, alternatives);
    if (phrases.length > 0) shortlist.keepWhole();
    shortlist.keep(isAllowed);
    return {
      found: { shortlist, words: alternatives },
      corrections: readings.flatMap(({ correction }) => correction ?? []),
    };
  }

  /**
   * Records to show, the best first. What cannot reach the last of them is never scored; when
   * the first guess of how many can was too low, the last of them says what else to score.
   */
  #best(found: Found, named: readonly number[], limit: number): number[] {
    const records = this.#records;
    if ('records' in found) {
      return records.spread([...new Set([...named, ...found.records])], limit);
    }
    const { shortlist, words } = found;
    for (let floor = shortlist.scoreReachedBy(FIRST_SCORED); ; ) {
      const scores = scoreRecords(this.#index, words, shortlist, floor);
      for (const record of named) scores.set(record, Number.POSITIVE_INFINITY);
      const ranked = [...scores].sort(
        ([a, x], [b, y]) =>
          (x === y ? 0 : y - x) || records.standing(a) - records.standing(b) || a - b,
      );
      const chosen = records.spread(
        ranked.map(([record]) => record),
        limit,
      );
      const last = chosen.length < limit ? undefined : chosen.at(-1);
      const lowest = last === undefined ? 0 : (scores.get(last) ?? 0);
      if (lowest >= floor) return chosen;
      floor = lowest;
    }
  }

  /** How many records there are, and of what documents. */
  #survey(found: Found, named: readonly number[]): Pick<SearchResults, 'total' | 'facets'> {
    const documents = new Uint8Array(this.#records.beginnings.length);
    let total = 0;
    const count = (record: number) => {
      total++;
      documents[this.#records.documentOf(record)] = 1;
    };
    const isFound =
      'records' in found
        ? (record: number) => found.records.includes(record)
        : (record: number) => found.shortlist.has(record);
    if ('records' in found) found.records.forEach(count);
    else found.shortlist.forEach(count);
    for (const record of named) if (!isFound(record)) count(record);
    return { total, facets: this.#filters.facets(documents) };
  }
}

/** Opens what `buildIndexFiles` wrote, in its order. @throws IndexError when it is damaged. */
export function openIndexFiles([first = '', ...bodies]: readonly string[]): SearchIndex {
  return new SearchIndex(parseFirstFile(first), bodies.map(parseBodyFile));
}

/** Records in their order, or what a question may mean and where it may be answered. */
type Found =
  | { readonly records: readonly number[] }
  | { readonly shortlist: Shortlist; readonly words: readonly (readonly Alternative[])[] };
