/** Equality and list differences by value, for the comparison of templates. Browser-safe. */
import canonicalize from 'canonicalize';

/** Whether two values have one JSON form (RFC 8785); an absent value equals only an absent one. */
export function isSame(a: unknown, b: unknown): boolean {
  return canonicalize(a) === canonicalize(b);
}

export interface ListDifference {
  readonly removed: readonly string[];
  readonly added: readonly string[];
  /** Whether what both have comes in another order. */
  readonly isReordered: boolean;
}

export function compareLists(
  before: readonly string[] = [],
  after: readonly string[] = [],
): ListDifference {
  return {
    removed: before.filter((item) => !after.includes(item)),
    added: after.filter((item) => !before.includes(item)),
    isReordered: !isSame(
      before.filter((item) => after.includes(item)),
      after.filter((item) => before.includes(item)),
    ),
  };
}
