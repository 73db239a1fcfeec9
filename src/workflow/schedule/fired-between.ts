/**
 * What fires between two moments, for an engine that looks every minute: by the moment, not by the
 * day, since the days of two zones begin apart. Browser-safe.
 */
import { Temporal } from 'temporal-polyfill';
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import type { DateRange } from '../dates/date-range.ts';
import { type RunValues, type ScheduledRuns, scheduledRuns } from './scheduled-runs.ts';

export interface Interval {
  /** RFC 3339. What fired at this very moment is not meant any more. */
  readonly after: string;
  /** RFC 3339. What fires at this very moment is meant. */
  readonly until: string;
}

/** As `scheduledRuns` of every day that the interval touches anywhere. */
export function runsFiredBetween(
  templates: readonly WorkflowTemplate[],
  { after, until }: Interval,
  values?: RunValues,
): ScheduledRuns {
  const [from, to] = [Temporal.Instant.from(after), Temporal.Instant.from(until)];
  return scheduledRuns(templates, daysAround(from, to), values, ({ firesAt }) => {
    const moment = Temporal.Instant.from(firesAt);
    return Temporal.Instant.compare(moment, from) > 0 && Temporal.Instant.compare(moment, to) <= 0;
  });
}

/** A zone is a day ahead or behind at most, and a firing that a clock skipped another one late. */
function daysAround(from: Temporal.Instant, to: Temporal.Instant): DateRange {
  const day = (moment: Temporal.Instant) => moment.toZonedDateTimeISO('UTC').toPlainDate();
  return {
    from: day(from).subtract({ days: 2 }).toString(),
    to: day(to).add({ days: 2 }).toString(),
  };
}
