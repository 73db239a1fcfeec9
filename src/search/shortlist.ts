/**
 * Which records match a query, and the most each of them can score. A question such as “data
 * products in the cloud” matches most of a portal; only records that may be among the best are
 * worth scoring. The bound is that of BM25 for a text of no length (as in the MaxScore pruning
 * of Turtle and Flood, 1995), so that leaving records out never changes an answer.
 */
import { MANY, type Vocabulary } from './occurrences.ts';
import { BM25, BOOST, COMPLETION_WEIGHT, coverageFactor, FIELDS } from './ranking.ts';

/** What a word of a query may stand for. */
export interface Alternative {
  readonly term: string;
  readonly weight: number;
  /** Whether longer words that begin so count too. */
  readonly isPrefix?: boolean;
}

export class Shortlist {
  readonly #matched: Uint16Array;
  readonly #bounds: Float64Array;
  readonly #words: number;

  /** @param words What each word of the query may stand for; a record matches if it has one of them. */
  constructor(
    vocabulary: Vocabulary,
    recordCount: number,
    words: readonly (readonly Alternative[])[],
  ) {
    this.#matched = new Uint16Array(recordCount);
    this.#bounds = new Float64Array(recordCount);
    this.#words = words.length;
    const lastWord = new Uint16Array(recordCount);
    words.forEach((alternatives, index) => {
      for (const { term, weight, isPrefix } of alternatives) {
        this.#add(vocabulary, term, weight, index + 1, lastWord);
        if (!isPrefix) continue;
        for (const longer of vocabulary.termsFrom(term)) {
          if (longer === term) continue;
          this.#add(vocabulary, longer, weight * COMPLETION_WEIGHT, index + 1, lastWord);
        }
      }
    });
    for (let record = 0; record < recordCount; record++) {
      const matched = this.#matched[record] ?? 0;
      if (matched > 0) this.#bounds[record] = (this.#bounds[record] ?? 0) * this.coverage(record);
    }
  }

  /** Leaves only records that hold every word. */
  keepWhole(): void {
    this.keep((record) => this.#matched[record] === this.#words);
  }

  keep(isKept: (record: number) => boolean): void {
    for (let record = 0; record < this.#matched.length; record++) {
      if (this.#matched[record] === 0 || isKept(record)) continue;
      this.#matched[record] = 0;
      this.#bounds[record] = 0;
    }
  }

  has(record: number): boolean {
    return this.#matched[record] !== 0;
  }

  forEach(visit: (record: number) => void): void {
    for (let record = 0; record < this.#matched.length; record++) {
      if (this.#matched[record] !== 0) visit(record);
    }
  }

  /** How a record's score is lowered for the words it lacks. */
  coverage(record: number): number {
    return coverageFactor(this.#matched[record] ?? 0, this.#words);
  }

  /** Whether a record matches and may score as much. */
  mayReach(record: number, score: number): boolean {
    return this.has(record) && (this.#bounds[record] ?? 0) >= score;
  }

  /** A score that at least `count` records may reach, and few more; 0 when fewer match. */
  scoreReachedBy(count: number): number {
    let highest = 0;
    for (const bound of this.#bounds) if (bound > highest) highest = bound;
    if (highest === 0) return 0;
    const steps = new Uint32Array(STEPS + 1);
    for (const bound of this.#bounds) {
      const step = Math.floor((bound / highest) * STEPS);
      steps[step] = (steps[step] ?? 0) + 1;
    }
    let reached = 0;
    for (let step = STEPS; step > 0; step--) {
      reached += steps[step] ?? 0;
      // The division may have rounded up: the step below is safe to ask for.
      if (reached >= count) return ((step - 1) / STEPS) * highest;
    }
    return 0;
  }

  #add(
    vocabulary: Vocabulary,
    term: string,
    weight: number,
    word: number,
    lastWord: Uint16Array,
  ): void {
    const [matched, bounds] = [this.#matched, this.#bounds];
    for (const { field, records, frequencies } of vocabulary.occurrencesOf(term)) {
      const share = weight * (BOOSTS[field] ?? 0) * rarity(records.length, bounds.length);
      const maxByFrequency = MAX_SCORES.map((score) => score * share);
      for (let index = 0; index < records.length; index++) {
        const record = records[index] as number;
        (bounds[record] as number) += maxByFrequency[frequencies[index] as number] as number;
        if (lastWord[record] === word) continue;
        lastWord[record] = word;
        (matched[record] as number)++;
      }
    }
  }
}

const STEPS = 1024;
const BOOSTS = FIELDS.map((field) => BOOST[field]);

/** Frequency → what BM25 gives at most: in a text of no length. */
const MAX_SCORES = Float64Array.from({ length: MANY + 1 }, (_, frequency) => {
  const max = BM25.k + 1;
  return frequency === MANY
    ? max
    : (frequency * max) / (frequency + BM25.k * (1 - BM25.b)) + BM25.d;
});

/** Inverse document frequency as MiniSearch computes it (Robertson and Zaragoza, 2009). */
function rarity(holders: number, records: number): number {
  return Math.log(1 + (records - holders + 0.5) / (holders + 0.5));
}
