/**
 * Searching, for the portal, the terminal and the benchmarks alike. Ranking is BM25 over
 * everything a record says, with a bonus for its title, heading and names; MiniSearch holds
 * the index and scores the records that may be among the best.
 */

import type MiniSearch from 'minisearch';
import { documentUrl, stepOf, taskOf } from '../../schemas/addresses.ts';
import { type Analyzer, createAnalyzer, foldedWords, type QueryWord } from './analyze.ts';
import { assembleIndex } from './assemble-index.ts';
import { DocumentFilters, type Facets } from './filters.ts';
import {
  type BodyFile,
  defaultAnchor,
  type FirstFile,
  parseBodyFile,
  parseFirstFile,
} from './index-files.ts';
import { Vocabulary } from './occurrences.ts';
import { type ParsedQuery, parseQuery } from './parse-query.ts';
import { MAX_PER_DOCUMENT, PREFIX_WEIGHT, RESPELT_WEIGHT, SYNONYM_WEIGHT } from './ranking.ts';
import { openMiniSearch, scoreRecords } from './score-records.ts';
import { type Alternative, Shortlist } from './shortlist.ts';
import { respell } from './spelling.ts';

export interface SearchHit {
  /** Page and fragment within the portal. */
  readonly url: string;
  readonly id: string;
  readonly anchor: string;
  readonly title: string;
  /** Empty for the beginning of a document. */
  readonly heading: string;
  readonly docType: string;
  readonly kind: 'document' | 'section' | 'step' | 'task';
  readonly status: string;
}

export interface SearchAnswer {
  /** The best first. */
  readonly hits: readonly SearchHit[];
  /** How many records match; `hits` may be fewer. */
  readonly total: number;
  /** Documents among the matches, by filter and value, the most frequent first. */
  readonly facets: Facets;
  /** Words nobody wrote, and what was looked for instead. */
  readonly corrections: readonly { readonly word: string; readonly instead: string }[];
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
  readonly #first: FirstFile;
  readonly #analyzer: Analyzer;
  readonly #index: MiniSearch;
  readonly #vocabulary: Vocabulary;
  readonly #titleWords: ReadonlySet<string>;
  readonly #filters: DocumentFilters;
  /** Record number → its document. */
  readonly #documents: Uint32Array;
  /** Document → its first record. */
  readonly #beginnings: Uint32Array;
  /** Id, former id, or reference of a task or step, in lower case → records. */
  readonly #named: ReadonlyMap<string, readonly number[]>;
  readonly #synonyms: ReadonlyMap<string, readonly string[]>;

  /** Opens the first file, alone or with all the files it names. */
  constructor(first: FirstFile, bodies: readonly BodyFile[] = []) {
    this.#first = first;
    this.#analyzer = createAnalyzer(first.language);
    this.#documents = Uint32Array.from(
      first.documents.flatMap(({ headings }, document) => headings.map(() => document)),
    );
    let beginning = 0;
    this.#beginnings = Uint32Array.from(first.documents, ({ headings }) => {
      beginning += headings.length;
      return beginning - headings.length;
    });
    const plain = assembleIndex(first, bodies, this.#analyzer);
    this.#vocabulary = new Vocabulary(plain.index);
    this.#filters = new DocumentFilters(first);
    this.#titleWords = new Set(
      first.documents.flatMap(({ title, headings }) => foldedWords([title, ...headings].join(' '))),
    );
    this.#index = openMiniSearch(plain);
    this.#named = this.#recordsByName();
    this.#synonyms = synonymTerms(first, this.#analyzer);
  }

  search(query: string, { limit = 10, isTyping = false }: SearchSettings = {}): SearchAnswer {
    const parsed = parseQuery(query, this.#analyzer);
    const corrections: { word: string; instead: string }[] = [];
    const allowed = this.#filters.allowed(parsed);
    const isAllowed = (record: number) => allowed[this.#documents[record] ?? 0] === 1;
    const name = parsed.text.toLowerCase();
    const named = (this.#named.get(name) ?? []).filter(isAllowed);
    const found = this.#find(parsed, isTyping && /\S$/.test(query), isAllowed, corrections);
    return {
      hits: this.#best(found, named, limit).map((record) => this.#hit(record)),
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
    corrections: { word: string; instead: string }[],
  ): Found {
    const said = words.some(({ term }) => term !== undefined)
      ? words.filter((word) => word.term !== undefined)
      : // A question of stop words alone is taken at its word.
        words.map(({ word }) => ({ word, term: word }));
    if (said.length === 0) {
      const beginnings = filters.length > 0 ? [...this.#beginnings].filter(isAllowed) : [];
      return { records: beginnings };
    }
    const alternatives = said.map((each, index) =>
      this.#alternatives(each, isLastOpen && index === said.length - 1, corrections),
    );
    const shortlist = new Shortlist(this.#vocabulary, this.#documents.length, alternatives);
    if (phrases.length > 0) shortlist.keepWhole();
    shortlist.keep(isAllowed);
    return { shortlist, words: alternatives };
  }

  /**
   * Records to show, the best first. What cannot reach the last of them is never scored; when
   * the first guess of how many can was too low, the last of them says what else to score.
   */
  #best(found: Found, named: readonly number[], limit: number): number[] {
    if ('records' in found) return this.#spread([...new Set([...named, ...found.records])], limit);
    const { shortlist, words } = found;
    for (let floor = shortlist.scoreReachedBy(FIRST_SCORED); ; ) {
      const scores = scoreRecords(this.#index, words, shortlist, floor);
      for (const record of named) scores.set(record, Number.POSITIVE_INFINITY);
      const ranked = [...scores].sort(
        ([a, x], [b, y]) => (x === y ? 0 : y - x) || this.#standing(a) - this.#standing(b) || a - b,
      );
      const chosen = this.#spread(
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
  #survey(found: Found, named: readonly number[]): Pick<SearchAnswer, 'total' | 'facets'> {
    const documents = new Uint8Array(this.#beginnings.length);
    let total = 0;
    const count = (record: number) => {
      total++;
      documents[this.#documents[record] ?? 0] = 1;
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

  /** What a word may stand for: itself, its synonyms, its completions or, unknown, its neighbours. */
  #alternatives(
    { word, term = word }: QueryWord,
    isOpen: boolean,
    corrections: { word: string; instead: string }[],
  ): Alternative[] {
    const alternatives: Alternative[] = [
      { term, weight: 1 },
      ...(this.#synonyms.get(term) ?? []).map((synonym) => ({
        term: synonym,
        weight: SYNONYM_WEIGHT,
      })),
    ];
    if (isOpen && word.length > 1)
      alternatives.push({ term: word, weight: PREFIX_WEIGHT, isPrefix: true });
    const isKnown = alternatives.some(({ term: each }) => this.#vocabulary.has(each));
    const isBeginning = isOpen && this.#vocabulary.termsFrom(word).length > 0;
    if (isKnown || isBeginning) return alternatives;
    const candidates = respell(word, (candidate) => this.#frequency(candidate) > 0).sort(
      (a, b) => this.#frequency(b) - this.#frequency(a),
    );
    // Only what is written in a title or heading is known to be a word, not just a stem of one.
    const instead = candidates.find((candidate) => this.#titleWords.has(candidate));
    if (instead !== undefined) corrections.push({ word, instead });
    const terms = new Set(candidates.flatMap((candidate) => this.#analyzer.terms(candidate)));
    for (const each of terms) alternatives.push({ term: each, weight: RESPELT_WEIGHT });
    return alternatives;
  }

  #frequency(word: string): number {
    const [term] = this.#analyzer.terms(word);
    return term === undefined ? 0 : this.#vocabulary.frequency(term);
  }

  /** An id, a former id or a task's reference finds its place before anything else. */
  #recordsByName(): Map<string, number[]> {
    const named = new Map<string, number[]>();
    const add = (name: string, record: number) => {
      const key = name.toLowerCase();
      named.set(key, [...new Set([...(named.get(key) ?? []), record])]);
    };
    this.#first.documents.forEach(({ id, aliases = [], headings }, document) => {
      const beginning = this.#beginnings[document] ?? 0;
      for (const name of [id, ...aliases]) add(name, beginning);
      headings.forEach((_, position) => {
        const [, reference] = /^(?:task|step)-(.+)$/.exec(this.#anchorOf(document, position)) ?? [];
        if (reference !== undefined) add(reference, beginning + position);
      });
    });
    return named;
  }

  #spread(records: readonly number[], limit: number): number[] {
    const taken = new Map<number, number>();
    const chosen: number[] = [];
    for (const record of records) {
      if (chosen.length === limit) break;
      const document = this.#documents[record] ?? 0;
      const count = taken.get(document) ?? 0;
      if (count === MAX_PER_DOCUMENT) continue;
      taken.set(document, count + 1);
      chosen.push(record);
    }
    return chosen;
  }

  #hit(record: number): SearchHit {
    const document = this.#documents[record] ?? 0;
    const position = record - (this.#beginnings[document] ?? 0);
    const { id, title, type, status = 'active', headings } = this.#documentAt(document);
    const anchor = this.#anchorOf(document, position);
    return {
      url: documentUrl({ id }) + (anchor === '' ? '' : `#${anchor}`),
      id,
      anchor,
      title,
      heading: headings[position] ?? '',
      docType: type,
      kind: kindOf(anchor, type),
      status,
    };
  }

  /** Current documents before drafts, drafts before what is no longer to be followed. */
  #standing(record: number): number {
    const { status } = this.#documentAt(this.#documents[record] ?? 0);
    return status === undefined ? 0 : status === 'draft' ? 1 : 2;
  }

  #documentAt(document: number): FirstFile['documents'][number] {
    const found = this.#first.documents[document];
    if (!found) throw new RangeError(`The search index has no document ${document}`);
    return found;
  }

  #anchorOf(document: number, position: number): string {
    const { headings, anchors } = this.#documentAt(document);
    return anchors?.[position] || (position === 0 ? '' : defaultAnchor(headings[position] ?? ''));
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

function kindOf(anchor: string, docType: string): SearchHit['kind'] {
  if (anchor === '') return 'document';
  if (docType === 'task-template' && taskOf(anchor) !== undefined) return 'task';
  return stepOf(anchor) !== undefined ? 'step' : 'section';
}

function synonymTerms({ synonyms }: FirstFile, analyzer: Analyzer): Map<string, string[]> {
  const terms = new Map<string, string[]>();
  for (const group of synonyms) {
    const all = group.flatMap((word) => analyzer.terms(word));
    for (const term of all) {
      terms.set(term, [...(terms.get(term) ?? []), ...all.filter((other) => other !== term)]);
    }
  }
  return terms;
}
