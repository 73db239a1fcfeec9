/**
 * Inverted index of the records' texts as text: terms in order, and for each the records it
 * is in as differences. Small before compression and smaller after it; JSON carries it as
 * two strings, since data that are code would need a looser policy.
 */

/** Where a term is and how often; in a list, record numbers rise. */
export type Posting = readonly [record: number, frequency: number];

export interface EncodedPostings {
  /** Terms in order, separated by spaces. */
  readonly terms: string;
  readonly postings: string;
}

export function encodePostings(entries: readonly (readonly [string, readonly Posting[]])[]) {
  let postings = '';
  for (const [, list] of entries) {
    postings += encodeNumber(list.length - 1);
    let previous = -1;
    for (const [record, frequency] of list) {
      // Most words are once in a section: one bit says whether a number follows that says more.
      const isOnce = frequency === 1;
      postings += encodeNumber((record - previous - 1) * 2 + (isOnce ? 0 : 1));
      if (!isOnce) postings += encodeNumber(frequency - 2);
      previous = record;
    }
  }
  return { terms: entries.map(([term]) => term).join(' '), postings };
}

/** @throws RangeError when the text ends early or holds what no encoder wrote. */
export function* decodePostings({
  terms,
  postings,
}: EncodedPostings): Generator<readonly [string, Posting[]]> {
  let position = 0;
  const next = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= BASE) {
      const digit = DIGIT_OF.get(postings.charCodeAt(position++));
      if (digit === undefined) throw new RangeError('The postings of the search index are damaged');
      if (digit < BASE) return value + digit * factor;
      value += (digit - BASE) * factor;
    }
  };
  for (const term of terms === '' ? [] : terms.split(' ')) {
    const list: Posting[] = [];
    let record = -1;
    for (let left = next(); left >= 0; left--) {
      const value = next();
      record += (value >> 1) + 1;
      list.push([record, value & 1 ? next() + 2 : 1]);
    }
    yield [term, list];
  }
  if (position !== postings.length) {
    throw new RangeError('The postings of the search index do not fit its terms');
  }
}

/** Little-endian digits to base 45; all but the last are written with the second 45 characters. */
function encodeNumber(value: number): string {
  let text = '';
  let rest = value;
  while (rest >= BASE) {
    text += DIGITS[BASE + (rest % BASE)];
    rest = Math.floor(rest / BASE);
  }
  return text + DIGITS[rest];
}

const BASE = 45;
/** Printable ASCII that JSON writes as it is. */
const DIGITS = Array.from({ length: 93 }, (_, index) => String.fromCharCode(33 + index))
  .filter((character) => character !== '"' && character !== '\\')
  .slice(0, 2 * BASE);
const DIGIT_OF = new Map(DIGITS.map((character, index) => [character.charCodeAt(0), index]));
