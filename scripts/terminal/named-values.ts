/** Options that are given as `name=value`, over every use of the flag. */
import { InvalidArgumentError } from 'commander';

/** `name=value`, as typed. */
export type NamedValue = readonly [name: string, value: string];

export function collectNamed(
  text: string,
  previous: readonly NamedValue[] = [],
): readonly NamedValue[] {
  const equals = text.indexOf('=');
  if (equals < 1) throw new InvalidArgumentError('Write NAME=VALUE.');
  return [...previous, [text.slice(0, equals), text.slice(equals + 1)]];
}
