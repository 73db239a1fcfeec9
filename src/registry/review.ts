/** When a document was looked through, and when that is due again. */
import { Temporal } from 'temporal-polyfill';
import type { Document } from './registry.ts';

export interface Review {
  /** `YYYY-MM-DD`. */
  readonly reviewed: string;
  /** Absent when the document says no interval. */
  readonly next?: string;
}

export function reviewOf({ frontmatter }: Document): Review | undefined {
  const { reviewed_at: reviewed, review_every: every } = frontmatter;
  if (reviewed === undefined) return undefined;
  if (every === undefined) return { reviewed };
  return { reviewed, next: Temporal.PlainDate.from(reviewed).add(every).toString() };
}
