/**
 * The "Did you mean …?" of every finding: the nearest known word, or none when nothing
 * is near enough to be a plausible slip.
 */
import { distance } from 'fastest-levenshtein';

/**
 * The candidate nearest to `word` by Levenshtein distance, ignoring case, if at most a
 * third of the longer word has to change. Equal distances go to the first in code-unit order.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  let best: { candidate: string; cost: number } | undefined;
  for (const candidate of candidates) {
    const limit = Math.floor(Math.max(wanted.length, candidate.length) / 3);
    if (Math.abs(wanted.length - candidate.length) > limit) continue;
    const cost = distance(wanted, candidate.toLowerCase());
    if (cost > limit) continue;
    if (!best || cost < best.cost || (cost === best.cost && candidate < best.candidate)) {
      best = { candidate, cost };
    }
  }
  return best?.candidate;
}
