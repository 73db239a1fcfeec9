/** What a word of a question may stand for: itself, its synonyms, its completions, its neighbours. */
import { type Analyzer, foldedWords, type QueryWord } from './analyze.ts';
import type { FirstFile } from './index-files.ts';
import type { Vocabulary } from './occurrences.ts';
import { PREFIX_WEIGHT, RESPELT_WEIGHT, SYNONYM_WEIGHT } from './ranking.ts';
import type { Alternative } from './shortlist.ts';
import { respell } from './spelling.ts';

/** A word that nobody wrote, and what was looked for instead. */
export interface Correction {
  readonly word: string;
  readonly instead: string;
}

export interface Reading {
  readonly alternatives: readonly Alternative[];
  readonly correction?: Correction;
}

export class WordReadings {
  readonly #analyzer: Analyzer;
  readonly #vocabulary: Vocabulary;
  readonly #titleWords: ReadonlySet<string>;
  readonly #synonyms: ReadonlyMap<string, readonly string[]>;

  constructor(first: FirstFile, analyzer: Analyzer, vocabulary: Vocabulary) {
    this.#analyzer = analyzer;
    this.#vocabulary = vocabulary;
    this.#titleWords = new Set(
      first.documents.flatMap(({ title, headings }) => foldedWords([title, ...headings].join(' '))),
    );
    this.#synonyms = synonymTerms(first, analyzer);
  }

  /** @param isOpen whether the word may be unfinished. */
  read({ word, term = word }: QueryWord, isOpen: boolean): Reading {
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
    if (isKnown || isBeginning) return { alternatives };
    const candidates = respell(word, (candidate) => this.#frequency(candidate) > 0).sort(
      (a, b) => this.#frequency(b) - this.#frequency(a),
    );
    const terms = new Set(candidates.flatMap((candidate) => this.#analyzer.terms(candidate)));
    for (const each of terms) alternatives.push({ term: each, weight: RESPELT_WEIGHT });
    // Only what is written in a title or heading is known to be a word, not just a stem of one.
    const instead = candidates.find((candidate) => this.#titleWords.has(candidate));
    return { alternatives, ...(instead !== undefined && { correction: { word, instead } }) };
  }

  #frequency(word: string): number {
    const [term] = this.#analyzer.terms(word);
    return term === undefined ? 0 : this.#vocabulary.frequency(term);
  }
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
