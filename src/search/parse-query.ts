/** The language of the search field: words, “phrases” and `key:value` filters. */
import type { Analyzer, QueryWord } from './analyze.ts';

export const FILTERS = ['type', 'domain', 'system', 'tag', 'owner', 'status'] as const;
export type Filter = (typeof FILTERS)[number];

export interface ParsedQuery {
  /** Everything but the filters, as typed. */
  readonly text: string;
  readonly words: readonly QueryWord[];
  /** Texts that must be there as they are. */
  readonly phrases: readonly string[];
  readonly filters: readonly { readonly key: Filter; readonly value: string }[];
}

export function parseQuery(query: string, analyzer: Analyzer): ParsedQuery {
  const filters: { key: Filter; value: string }[] = [];
  const text = query
    .replaceAll(FILTER, (whole, key: string, quoted: string | undefined, bare: string) => {
      const filter = FILTERS.find((known) => known === key.toLowerCase());
      if (!filter) return whole;
      filters.push({ key: filter, value: (quoted ?? bare).toLowerCase() });
      return ' ';
    })
    .trim();
  const phrases = [...text.matchAll(PHRASE)].map(([, phrase = '']) => phrase.trim());
  return {
    text,
    words: analyzer.words(text),
    phrases: phrases.filter((phrase) => phrase !== ''),
    filters,
  };
}

const FILTER = /(?<![^\s])([a-z]+):(?:["“]([^"”]*)["”]|([^\s"“]+))/gi;
const PHRASE = /["“]([^"”]+)["”]/g;

/** Whether a text holds a phrase, whatever lies between its words but letters and digits. */
export function holdsPhrase(text: string, phrase: string): boolean {
  const flatten = (each: string) =>
    ` ${each
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()} `;
  return flatten(text).includes(flatten(phrase));
}
