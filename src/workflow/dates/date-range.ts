/** A stretch of calendar days, both ends included, and how long a request may make it. Browser-safe. */
import { PlanError } from '../plan/plan-error.ts';
import { type PlainDate, parseDate } from './calendar.ts';

export interface DateRange {
  /** First day, `YYYY-MM-DD`. */
  readonly from: string;
  /** Last day, `YYYY-MM-DD`; included. */
  readonly to: string;
}

/**
 * Reads both ends. Throws `ImpossibleDate` for an end that does not exist, and `PlanError` for
 * a range that ends before it begins or counts more than `maxDays` days, both ends included.
 */
export function parseRange(
  { from, to }: DateRange,
  maxDays: number,
): { first: PlainDate; last: PlainDate } {
  const [first, last] = [parseDate(from), parseDate(to)];
  const days = last.since(first).days + 1;
  if (days < 1) {
    throw new PlanError(`The range ends on ${to}, before it begins on ${from}. Swap its ends.`);
  }
  if (days > maxDays) {
    throw new PlanError(
      `The range ${from} to ${to} counts ${days} days. Choose one of at most ${maxDays} days.`,
    );
  }
  return { first, last };
}
