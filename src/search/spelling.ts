/**
 * Words one slip away: a letter more, less, wrong, or two swapped (Damerau, 1964, who found
 * that these are four of five misspellings). Candidates are words, so that they can be
 * stemmed before they are looked up, and shown to the reader.
 */

/** Candidates that `isKnown`, in a fixed order: swaps first, the commonest slip when typing. */
export function respell(word: string, isKnown: (candidate: string) => boolean): string[] {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return [];
  return [...new Set(slips(word))].filter((candidate) => candidate !== word && isKnown(candidate));
}

function* slips(word: string): Generator<string> {
  for (let at = 0; at < word.length - 1; at++) {
    yield word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2);
  }
  for (let at = 0; at < word.length; at++) yield word.slice(0, at) + word.slice(at + 1);
  for (let at = 0; at < word.length; at++) {
    for (const letter of LETTERS) yield word.slice(0, at) + letter + word.slice(at + 1);
  }
  for (let at = 0; at <= word.length; at++) {
    for (const letter of LETTERS) yield word.slice(0, at) + letter + word.slice(at);
  }
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
