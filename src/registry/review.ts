/** When a document was looked through, and when that is due again; the data of a build hand on the keys as written. */
import { Temporal } from 'temporal-polyfill';
import type { Document } from './known-document.ts';

export interface Review {
  /** `YYYY-MM-DD`. */
  readonly reviewed: string;
  /**
   * `YYYY-MM-DD`, the last day on which the next one is in time. Absent when the document says
   * no interval, or one that ends after the year 9999.
   */
  readonly next?: string;
}

export function reviewOf({ frontmatter }: Document): Review | undefined {
  const { reviewed_at: reviewed, review_every: every } = frontmatter;
  if (reviewed === undefined) return undefined;
  if (every === undefined) return { reviewed };
  const next = Temporal.PlainDate.from(reviewed).add(every);
  // A later year is written with a sign and six digits, which is no longer in order as text.
  return next.year > LAST_YEAR ? { reviewed } : { reviewed, next: next.toString() };
}

const LAST_YEAR = 9999;
