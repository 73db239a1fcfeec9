/**
 * Searching, for the portal, the terminal and the benchmarks alike. Ranking is BM25 over
 * everything a record says, with a bonus for its title, heading and names; MiniSearch holds
 * the index and computes it.
 */
import MiniSearch, { type AsPlainObject, type Query } from 'minisearch';
import { type Analyzer, createAnalyzer, foldedWords, type QueryWord } from './analyze.ts';
import {
  type BodyFile,
  defaultAnchor,
  type FirstFile,
  parseBodyFile,
  parseFirstFile,
} from './index-files.ts';
import { FILTERS, type Filter, type ParsedQuery, parseQuery } from './parse-query.ts';
import { decodePostings } from './postings.ts';
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
  readonly facets: Readonly<Record<Filter, readonly (readonly [value: string, count: number])[]>>;
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

/** Best of the values tried on `docs/search-quality.md`'s collections. */
const BM25 = { k: 1.2, b: 0.75, d: 0 };
const BOOST = { all: 1, title: 0.5, heading: 0.5, names: 1 };
const PREFIX_WEIGHT = 0.6;
const SYNONYM_WEIGHT = 0.6;
const RESPELT_WEIGHT = 0.8;
/** A result page is no list of one document's sections. */
const MAX_PER_DOCUMENT = 3;

const FIELDS = ['all', 'title', 'heading', 'names'] as const;
const OPTIONS = {
  idField: 'id',
  fields: [...FIELDS],
  storeFields: [],
  // Texts are analysed before they come here.
  tokenize: (term: string) => [term],
  processTerm: (term: string) => term,
};

export class SearchIndex {
  readonly #first: FirstFile;
  readonly #analyzer: Analyzer;
  readonly #index: MiniSearch;
  /** Term → in how many records it is. */
  readonly #vocabulary: ReadonlyMap<string, number>;
  readonly #titleWords: ReadonlySet<string>;
  /** What filters and facets see of each document. */
  readonly #values: readonly FilterValues[];
  /** Record number → its document and its place in it. */
  readonly #places: readonly { readonly document: number; readonly position: number }[];
  readonly #synonyms: ReadonlyMap<string, readonly string[]>;

  /** Opens the first file, alone or with all the files it names. */
  constructor(first: FirstFile, bodies: readonly BodyFile[] = []) {
    this.#first = first;
    this.#analyzer = createAnalyzer(first.language);
    this.#places = first.documents.flatMap(({ headings }, document) =>
      headings.map((_, position) => ({ document, position })),
    );
    const plain = assemble(first, bodies, this.#analyzer);
    this.#vocabulary = new Map(
      plain.index.map(([term, fields]) => [term, Object.keys(fields[0] ?? {}).length]),
    );
    this.#values = first.documents.map(valuesOf);
    this.#titleWords = new Set(
      first.documents.flatMap(({ title, headings }) => foldedWords([title, ...headings].join(' '))),
    );
    this.#index = MiniSearch.loadJS(plain, OPTIONS);
    this.#synonyms = synonymTerms(first, this.#analyzer);
  }

  search(query: string, { limit = 10, isTyping = false }: SearchSettings = {}): SearchAnswer {
    const parsed = parseQuery(query, this.#analyzer);
    const corrections: { word: string; instead: string }[] = [];
    const isAllowed = this.#filter(parsed);
    const ranked = this.#rank(parsed, isTyping && /\S$/.test(query), corrections).filter(isAllowed);
    const named = this.#recordsNamed(parsed.text).filter(isAllowed);
    const records = [...new Set([...named, ...ranked])];
    return {
      hits: this.#spread(records, limit).map((record) => this.#hit(record)),
      total: records.length,
      facets: this.#facets(records),
      corrections,
      searched: [parsed.text, ...corrections.map(({ instead }) => instead)].join(' '),
      phrases: parsed.phrases,
    };
  }

  /** Record numbers, the best first. */
  #rank(
    { words, phrases, filters }: ParsedQuery,
    isLastOpen: boolean,
    corrections: { word: string; instead: string }[],
  ): number[] {
    const said = words.some(({ term }) => term !== undefined)
      ? words.filter((word) => word.term !== undefined)
      : // A question of stop words alone is taken at its word.
        words.map(({ word }) => ({ word, term: word }));
    if (said.length === 0) {
      return filters.length > 0
        ? this.#places.flatMap(({ position }, i) => (position === 0 ? [i] : []))
        : [];
    }
    const termWord = new Map<string, number>();
    const queries = said.map((each, index): Query => {
      const isOpen = isLastOpen && index === said.length - 1;
      const alternatives = this.#alternatives(each, isOpen, corrections);
      for (const { term } of alternatives) termWord.set(term, index);
      return {
        combineWith: 'OR',
        queries: alternatives.map(({ term, weight, isPrefix }) => ({
          queries: [term],
          boostTerm: () => weight,
          prefix: isPrefix === true,
        })),
      };
    });
    const found = this.#index.search(
      { combineWith: phrases.length > 0 ? 'AND' : 'OR', queries },
      { bm25: BM25, boost: BOOST },
    );
    return found
      .map(({ id, score, queryTerms }) => {
        const matched = new Set(queryTerms.map((term) => termWord.get(term))).size;
        // MiniSearch multiplies by the number of terms; that is taken back here.
        return { record: id as number, score: score / (queryTerms.length || 1), matched };
      })
      .map((each) => ({
        ...each,
        score: each.score * (each.matched / said.length) ** coordination(said.length),
      }))
      .sort(
        (a, b) =>
          b.score - a.score ||
          this.#standing(a.record) - this.#standing(b.record) ||
          a.record - b.record,
      )
      .map(({ record }) => record);
  }

  /** What a word may stand for: itself, its synonyms, its completions or, unknown, its neighbours. */
  #alternatives(
    { word, term = word }: QueryWord,
    isOpen: boolean,
    corrections: { word: string; instead: string }[],
  ): { term: string; weight: number; isPrefix?: boolean }[] {
    const alternatives: { term: string; weight: number; isPrefix?: boolean }[] = [
      { term, weight: 1 },
      ...(this.#synonyms.get(term) ?? []).map((synonym) => ({
        term: synonym,
        weight: SYNONYM_WEIGHT,
      })),
    ];
    if (isOpen && word.length > 1)
      alternatives.push({ term: word, weight: PREFIX_WEIGHT, isPrefix: true });
    const isKnown = alternatives.some(({ term: each }) => this.#vocabulary.has(each));
    if (isKnown || (isOpen && this.#isPrefix(word))) return alternatives;
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
    return term === undefined ? 0 : (this.#vocabulary.get(term) ?? 0);
  }

  #isPrefix(word: string): boolean {
    return this.#index.search({ queries: [word], prefix: true }).length > 0;
  }

  /** An id, a former id or a task's reference finds its place before anything else. */
  #recordsNamed(text: string): number[] {
    const name = text.toLowerCase();
    if (name === '' || /\s/.test(name)) return [];
    return this.#places.flatMap(({ document, position }, record) => {
      const { id, aliases = [] } = this.#documentAt(document);
      const isDocument =
        position === 0 && [id, ...aliases].some((each) => each.toLowerCase() === name);
      const anchor = this.#anchorOf(document, position);
      return isDocument || anchor === `task-${name}` || anchor === `step-${name}` ? [record] : [];
    });
  }

  #filter({ filters }: ParsedQuery): (record: number) => boolean {
    const asksForArchive = filters.some(({ key, value }) => key === 'type' && value === 'archive');
    return (record) => {
      const values = this.#valuesOf(this.#places[record]?.document ?? 0);
      if (!asksForArchive && values.type.includes('archive')) return false;
      return filters.every(({ key, value }) =>
        values[key].some((each) => each.toLowerCase() === value),
      );
    };
  }

  #facets(records: readonly number[]): SearchAnswer['facets'] {
    const documents = [...new Set(records.map((record) => this.#places[record]?.document ?? 0))];
    const facet = (key: Filter) => {
      const counts = new Map<string, number>();
      for (const document of documents) {
        for (const value of this.#valuesOf(document)[key]) {
          counts.set(value, (counts.get(value) ?? 0) + 1);
        }
      }
      return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
    };
    return Object.fromEntries(FILTERS.map((key) => [key, facet(key)])) as Record<
      Filter,
      [string, number][]
    >;
  }

  #valuesOf(document: number): FilterValues {
    return this.#values[document] ?? valuesOf(this.#documentAt(document));
  }

  #spread(records: readonly number[], limit: number): number[] {
    const taken = new Map<number, number>();
    const chosen: number[] = [];
    for (const record of records) {
      if (chosen.length === limit) break;
      const document = this.#places[record]?.document ?? 0;
      const count = taken.get(document) ?? 0;
      if (count === MAX_PER_DOCUMENT) continue;
      taken.set(document, count + 1);
      chosen.push(record);
    }
    return chosen;
  }

  #hit(record: number): SearchHit {
    const { document, position } = this.#places[record] ?? { document: 0, position: 0 };
    const { id, title, type, status = 'active', headings } = this.#documentAt(document);
    const anchor = this.#anchorOf(document, position);
    return {
      url: `/docs/${id}/${anchor === '' ? '' : `#${anchor}`}`,
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
    const { status } = this.#documentAt(this.#places[record]?.document ?? 0);
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

type FilterValues = Readonly<Record<Filter, readonly string[]>>;

function valuesOf({
  type,
  domain,
  systems = [],
  tags = [],
  owner,
  status = 'active',
}: FirstFile['documents'][number]): FilterValues {
  return {
    type: [type],
    domain: domain === '' ? [] : [domain],
    system: systems,
    tag: tags,
    owner: owner === undefined ? [] : [owner],
    status: [status],
  };
}

/** Short questions mean every word; long ones are descriptions that no record holds whole. */
function coordination(words: number): number {
  return words <= 4 ? 1 : 0;
}

function kindOf(anchor: string, docType: string): SearchHit['kind'] {
  if (anchor === '') return 'document';
  if (docType === 'task-template' && anchor.startsWith('task-')) return 'task';
  return anchor.startsWith('step-') ? 'step' : 'section';
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

/** The index as MiniSearch writes it itself: what is not in the files is computed here. */
function assemble(
  { documents }: FirstFile,
  bodies: readonly BodyFile[],
  analyzer: Analyzer,
): AsPlainObject {
  const lengths = bodies.flatMap(({ lengths: some = [] }) => some);
  const index = new Map<string, Record<string, Record<string, number>>>();
  const add = (term: string, field: number, record: number, frequency: number) => {
    const entry = index.get(term) ?? {};
    index.set(term, entry);
    const list = entry[field] ?? {};
    entry[field] = list;
    list[record] = (list[record] ?? 0) + frequency;
  };
  const fieldLength: Record<string, number[]> = {};
  const totals = FIELDS.map(() => 0);
  let record = 0;
  for (const { id, title, headings, systems = [], tags = [], aliases = [] } of documents) {
    const titleTerms = analyzer.terms(title);
    headings.forEach((heading, position) => {
      const names =
        position === 0 ? analyzer.terms([id, ...aliases, ...systems, ...tags].join(' ')) : [];
      const fields = [[], titleTerms, analyzer.terms(heading), names];
      const counted = fields.flat();
      fields[0] = counted;
      fields.forEach((terms, field) => {
        for (const term of terms) add(term, field, record, 1);
      });
      const own = fields.map((terms) => terms.length);
      own[0] = counted.length + (lengths[record] ?? 0);
      fieldLength[record] = own;
      own.forEach((length, field) => {
        totals[field] = (totals[field] ?? 0) + length;
      });
      record++;
    });
  }
  for (const body of bodies) {
    for (const [term, list] of decodePostings(body)) {
      for (const [each, frequency] of list) add(term, 0, each, frequency);
    }
  }
  const numbers = Array.from({ length: record }, (_, number) => [number, number]);
  return {
    documentCount: record,
    nextId: record,
    documentIds: Object.fromEntries(numbers),
    fieldIds: Object.fromEntries(FIELDS.map((field, number) => [field, number])),
    fieldLength,
    averageFieldLength: totals.map((total) => total / Math.max(record, 1)),
    storedFields: {},
    dirtCount: 0,
    index: [...index],
    serializationVersion: 2,
  } as unknown as AsPlainObject;
}
