/**
 * What fires between two moments, for an engine that looks every minute: by the moment, not by the
 * day, since the days of two zones begin apart. Browser-safe.
 */
import { Temporal } from 'temporal-polyfill';
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import type { DateRange } from '../dates/date-range.ts';
import { EACH_ZONE } from '../dates/time-zone.ts';
import { PlanError } from '../plan/plan-error.ts';
import { type Occurrence, occurrences } from './occurrences.ts';
import {
  type LeftOut,
  type RegisteredValue,
  type RunValues,
  type ScheduledRuns,
  scheduledRuns,
  triggerOf,
  whyLeftOut,
} from './scheduled-runs.ts';

export interface Interval {
  /** RFC 3339. What fired at this very moment is not meant any more. */
  readonly after: string;
  /** RFC 3339. What fires at this very moment is meant. */
  readonly until: string;
}

/** As `scheduledRuns` of every day that the interval touches anywhere. */
export function runsFiredBetween(
  templates: readonly WorkflowTemplate[],
  interval: Interval,
  values?: RunValues,
): ScheduledRuns {
  return scheduledRuns(templates, daysAround(interval), values, isWithin(interval));
}

/** A firing of a trigger, for one of the values it runs for. */
export interface Firing extends Occurrence {
  readonly for?: Readonly<Record<string, string>>;
  /** Why it makes no run; absent when it does. */
  readonly leftOut?: LeftOut;
}

/**
 * Every firing in the interval, by moment and then by value, those that make no run included. A
 * value that has no firings, since its zone is not known, is left to `scheduledRuns` to tell.
 */
export function firingsBetween(
  template: WorkflowTemplate,
  interval: Interval,
  values: readonly RegisteredValue[] = [],
): Firing[] {
  const known = new Map<string | undefined, Occurrence[]>();
  const found = (value: RegisteredValue | undefined): Occurrence[] => {
    const trigger = template.triggerTimeZone === EACH_ZONE ? triggerOf(template, value) : template;
    const zone = trigger.triggerTimeZone;
    const some =
      known.get(zone) ?? occurrences(trigger, daysAround(interval)).filter(isWithin(interval));
    known.set(zone, some);
    return some;
  };
  const firings = (template.forEach ? values : [undefined]).flatMap((value) => {
    try {
      return found(value).map((occurrence): Firing => {
        const leftOut = whyLeftOut(occurrence.anchor, value);
        return { ...occurrence, ...(value && { for: value.for }), ...(leftOut && { leftOut }) };
      });
    } catch (error) {
      if (error instanceof PlanError) return [];
      throw error;
    }
  });
  return firings.sort((a, b) => Date.parse(a.firesAt) - Date.parse(b.firesAt));
}

function isWithin({ after, until }: Interval): (occurrence: Occurrence) => boolean {
  const [from, to] = [Temporal.Instant.from(after), Temporal.Instant.from(until)];
  return ({ firesAt }) => {
    const moment = Temporal.Instant.from(firesAt);
    return Temporal.Instant.compare(moment, from) > 0 && Temporal.Instant.compare(moment, to) <= 0;
  };
}

/** A zone is a day ahead or behind at most, and a firing that a clock skipped another one late. */
function daysAround({ after, until }: Interval): DateRange {
  const day = (moment: string) =>
    Temporal.Instant.from(moment).toZonedDateTimeISO('UTC').toPlainDate();
  return {
    from: day(after).subtract({ days: 2 }).toString(),
    to: day(until).add({ days: 2 }).toString(),
  };
}
