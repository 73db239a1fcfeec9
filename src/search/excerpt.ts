/** The part of a text that best shows why it was found. */
import { type Analyzer, COMPOUND } from './analyze.ts';

export interface Excerpt {
  readonly parts: readonly { readonly text: string; readonly isMatch: boolean }[];
  readonly startsInside: boolean;
  readonly endsInside: boolean;
}

const MAX_CHARACTERS = 180;

/** A page without sections can be a book; its excerpt must not keep the reader from typing. */
const MAX_READ = 10_000;

/**
 * The window of at most `maxCharacters` with the most different words of the query, then the
 * most of them, then the earliest; it begins and ends between words. Of a very long text only
 * the beginning is read.
 */
export function excerptOf(
  text: string,
  query: string,
  analyzer: Analyzer,
  maxCharacters = MAX_CHARACTERS,
): Excerpt {
  // Cut first: even to look at every blank of a book takes its time.
  const read = text.slice(0, endOfWord(text, MAX_READ));
  const flat = read.replace(/\s+/g, ' ').trim();
  const wanted = new Set(analyzer.terms(query));
  const matches = new Map<string, string | undefined>();
  const matchOf = (word: string) => {
    const found = analyzer.terms(word).filter((term) => wanted.has(term));
    return found.length > 0 ? found.join(' ') : undefined;
  };
  const words = [...flat.matchAll(COMPOUND)].map(({ 0: word, index }): Word => {
    // The same words come again and again, and their stems are what takes time.
    if (!matches.has(word)) matches.set(word, matchOf(word));
    return { start: index, end: index + word.length, match: matches.get(word) };
  });
  const [from, to] = bestWindow(words, maxCharacters);
  const begin = from === 0 ? 0 : (words[from]?.start ?? 0);
  const end = to >= words.length ? flat.length : endOfWord(flat, words[to - 1]?.end ?? 0);
  const parts: { text: string; isMatch: boolean }[] = [];
  let position = begin;
  for (const { start, end: stop, match } of words.slice(from, to)) {
    if (match === undefined) continue;
    if (start > position) parts.push({ text: flat.slice(position, start), isMatch: false });
    parts.push({ text: flat.slice(start, stop), isMatch: true });
    position = stop;
  }
  if (end > position) parts.push({ text: flat.slice(position, end), isMatch: false });
  return {
    parts,
    startsInside: begin > 0,
    endsInside: end < flat.length || read.length < text.length,
  };
}

/** A full stop belongs to the word it ends. */
function endOfWord(text: string, end: number): number {
  const blank = /\s|$/g;
  blank.lastIndex = end;
  return blank.exec(text)?.index ?? text.length;
}

interface Word {
  readonly start: number;
  readonly end: number;
  readonly match: string | undefined;
}

/** Every window that is as long as may be is looked at once, by what enters and leaves it. */
function bestWindow(words: readonly Word[], maxCharacters: number): [from: number, to: number] {
  let best: [number, number] = [0, 0];
  let bestScore = -1;
  let to = 0;
  let total = 0;
  const counts = new Map<string, number>();
  const tally = (match: string | undefined, by: 1 | -1) => {
    if (match === undefined) return;
    const count = (counts.get(match) ?? 0) + by;
    if (count === 0) counts.delete(match);
    else counts.set(match, count);
    total += by;
  };
  for (let from = 0; from < words.length; from++) {
    const start = words[from]?.start ?? 0;
    while (to < words.length && (words[to]?.end ?? 0) - start <= maxCharacters) {
      tally(words[to++]?.match, 1);
    }
    const score = counts.size * 100 + total;
    if (score > bestScore) {
      bestScore = score;
      best = [from, Math.max(to, from + 1)];
    }
    if (to === words.length) break;
    if (from < to) tally(words[from]?.match, -1);
    else to = from + 1;
  }
  return words.length === 0 ? [0, 0] : withLead(words, best, maxCharacters);
}

/** Some words before the first match, when it would stand at the very beginning. */
function withLead(words: readonly Word[], [from, to]: [number, number], maxCharacters: number) {
  const first = words.findIndex(({ match }, index) => index >= from && match !== undefined);
  if (first === -1 || first > from) return [from, to] as [number, number];
  const begin = Math.max(0, first - 4);
  const start = words[begin]?.start ?? 0;
  let end = begin;
  while (end < words.length && (words[end]?.end ?? 0) - start <= maxCharacters) end++;
  return [begin, Math.max(end, begin + 1)] as [number, number];
}
