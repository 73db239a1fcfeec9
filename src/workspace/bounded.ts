/**
 * What anybody may ask the workspace to keep: JSON within bounds, in texts that every database and
 * every reader can hold. What it has to say is judged elsewhere.
 */
import { Problem } from './problem.ts';

export const MAX_TEXT = 10_000;
export const MAX_ENTRIES = 500;
export const MAX_KEY = 200;
const MAX_DEPTH = 20;

/** @throws Problem `invalid` that names the first place beyond them. */
export function demandBounded(value: unknown, place = '', depth = 0): void {
  if (typeof value === 'string') demandText(value, place);
  if (typeof value !== 'object' || value === null) return;
  if (depth === MAX_DEPTH)
    throw outOf(place, `is nested more than ${MAX_DEPTH} times. Flatten it.`);
  const entries = Object.entries(value);
  if (entries.length > MAX_ENTRIES) {
    throw outOf(place, `has ${entries.length} entries. Give at most ${MAX_ENTRIES}.`);
  }
  for (const [key, each] of entries) {
    if (key === '__proto__' || key.length > MAX_KEY || fault(key) !== undefined) {
      throw outOf(place, 'has a key that no name can be. Rename or remove it.');
    }
    const step = Array.isArray(value) ? `[${key}]` : place === '' ? key : `.${key}`;
    demandBounded(each, `${place}${step}`, depth + 1);
  }
}

function demandText(text: string, place: string): void {
  if (text.length > MAX_TEXT) {
    throw outOf(place, `has ${text.length} characters. Give at most ${MAX_TEXT}.`);
  }
  const found = fault(text);
  if (found !== undefined) throw outOf(place, `has ${found}. Remove it.`);
}

/** What no database keeps as it was. */
function fault(text: string): string | undefined {
  if (!text.isWellFormed()) return 'half of a character';
  return /(?![\t\n\r])\p{Cc}/u.test(text) ? 'a control character' : undefined;
}

function outOf(place: string, says: string): Problem {
  const field = place.slice(0, MAX_KEY);
  return new Problem('invalid', `${field === '' ? 'The request' : `\`${field}\``} ${says}`, {
    ...(field !== '' && { field }),
  });
}
