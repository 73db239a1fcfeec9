/** The part of a text that best shows why it was found. */
import { type Analyzer, COMPOUND } from './analyze.ts';

export interface Excerpt {
  readonly parts: readonly { readonly text: string; readonly isMatch: boolean }[];
  readonly startsInside: boolean;
  readonly endsInside: boolean;
}

const MAX_CHARACTERS = 180;

/** A page without sections can be a book; its excerpt must not keep the reader from typing. */
const MAX_READ = 20_000;

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
  const whole = text.replace(/\s+/g, ' ').trim();
  const flat = whole.slice(0, endOfWord(whole, MAX_READ));
  const wanted = new Set(analyzer.terms(query));
  const words = [...flat.matchAll(COMPOUND)].map(({ 0: word, index }): Word => {
    const found = analyzer.terms(word).filter((term) => wanted.has(term));
    return {
      start: index,
      end: index + word.length,
      match: found.length > 0 ? found.join(' ') : undefined,
    };
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
  return { parts, startsInside: begin > 0, endsInside: end < whole.length };
}

/** A full stop belongs to the word it ends. */
function endOfWord(text: string, end: number): number {
  const space = text.indexOf(' ', end);
  return space === -1 ? text.length : space;
}

interface Word {
  readonly start: number;
  readonly end: number;
  readonly match: string | undefined;
}

/** Every window that is as long as may be is looked at once. */
function bestWindow(words: readonly Word[], maxCharacters: number): [from: number, to: number] {
  let best: [number, number] = [0, 0];
  let bestScore = -1;
  let to = 0;
  for (let from = 0; from < words.length; from++) {
    const start = words[from]?.start ?? 0;
    while (to < words.length && (words[to]?.end ?? 0) - start <= maxCharacters) to++;
    const matches = words.slice(from, to).flatMap(({ match }) => match ?? []);
    const score = new Set(matches).size * 100 + matches.length;
    if (score > bestScore) {
      bestScore = score;
      best = [from, Math.max(to, from + 1)];
    }
    if (to === words.length) break;
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
