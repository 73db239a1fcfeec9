/** What differs in the keys that an engine keeps for itself beside ours. Browser-safe. */
import { isSame } from './compare-values.ts';
import type { Report } from './task-pair.ts';

/** @param own keys that are ours. */
export function diffExtensions(
  before: object,
  after: object,
  own: Readonly<Record<string, true>>,
  report: Report,
): void {
  const [was, is] = [before, after].map(
    (side) =>
      new Map<string, unknown>(Object.entries(side).filter(([key]) => !Object.hasOwn(own, key))),
  ) as [Map<string, unknown>, Map<string, unknown>]; // map() forgets how many there are
  for (const item of new Set([...was.keys(), ...is.keys()])) {
    const values = { before: was.get(item), after: is.get(item) };
    if (!isSame(values.before, values.after)) report('extension-changed', { item, ...values });
  }
}
