/**
 * Text to search terms, the same in Node and in browsers: words are folded (case,
 * diacritics), taken apart at hyphens, dots and humps, stemmed and rid of stop words.
 * No locale of the machine has a say in it.
 */
import { stemmer } from 'stemmer';

export interface Analyzer {
  /** Terms of a text in its order, repetitions included. */
  terms(text: string): string[];
  /** Words of a query: each as it was typed, folded, and the term it stands for, if any. */
  words(text: string): QueryWord[];
}

export interface QueryWord {
  readonly word: string;
  /** Absent for a stop word. */
  readonly term?: string;
}

/** @param language BCP 47; stop words and stems are known for English. */
export function createAnalyzer(language: string): Analyzer {
  const isEnglish = /^en\b/i.test(language);
  const termOf = (word: string): string | undefined => {
    if (!isEnglish || !/^[a-z]+$/.test(word)) return word;
    return STOP_WORDS.has(word) ? undefined : stemmer(word);
  };
  return {
    terms: (text) => foldedWords(text).flatMap((word) => termOf(word) ?? []),
    words: (text) =>
      foldedWords(text).map((word) => {
        const term = termOf(word);
        return { word, ...(term !== undefined && { term }) };
      }),
  };
}

/**
 * Words of a text. An identifier (`add-to-list`, `lock.json`, `docId`) gives its parts and
 * itself; Chinese, Japanese and Korean, written without spaces, give pairs of characters.
 */
export function foldedWords(text: string): string[] {
  const folded = text
    .normalize('NFKD')
    // Latin, Greek and Cyrillic accents; marks of other scripts are letters of theirs.
    .replace(/[\u0300-\u036f]|['’](?=\p{L})/gu, '')
    .normalize('NFC');
  const words: string[] = [];
  for (const [compound] of folded.matchAll(COMPOUND)) {
    const parts = compound.split(/[._-]|(?<=[\p{Ll}\p{N}])(?=\p{Lu})/u);
    for (const part of parts) {
      const found = CJK.test(part) ? pairsOf(part.toLowerCase()) : [part.toLowerCase()];
      for (const word of found) words.push(word);
    }
    if (parts.length > 1 && isIdentifier(compound, parts)) words.push(compound.toLowerCase());
  }
  return words;
}

/** A word, or several that dots, hyphens or underscores join. */
export const COMPOUND = /[\p{L}\p{M}\p{N}]+(?:[._-]+[\p{L}\p{M}\p{N}]+)*/gu;
const CJK = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}]/u;

/** `open-source` is two words; `add-to-list` and `docId` are names. */
function isIdentifier(compound: string, parts: readonly string[]): boolean {
  return parts.length > 2 || !/^[\p{L}\p{N}]+-[\p{L}\p{N}]+$/u.test(compound);
}

function pairsOf(part: string): string[] {
  return (part.match(RUNS) ?? []).flatMap((run) => {
    const characters = [...run];
    if (!CJK.test(run) || characters.length === 1) return [run];
    return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
  });
}

const RUNS = new RegExp(`${CJK.source}+|[^${CJK.source.slice(1, -1)}]+`, 'gu');

/** Words that are in every text and in every question; the index is a quarter smaller without. */
const STOP_WORDS = new Set(
  (
    'a an and any are as at be been but by can could did do does for from had has have how i if in ' +
    'into is it its me must my no not of on or our should so such than that the their then there ' +
    'these they this to us was we were what when where which who whom why will with would you your'
  ).split(' '),
);
