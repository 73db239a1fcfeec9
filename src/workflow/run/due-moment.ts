/** When a task is due, to the minute: dates belong to no zone, hours do. Browser-safe. */
import { Temporal } from 'temporal-polyfill';
import { quote } from '../../diagnostics/wording.ts';
import { parseDate } from '../dates/calendar.ts';
import { ImpossibleDate, PlanError } from '../plan/plan-error.ts';
import type { RunTask } from './run.ts';
import { moment, timeZone as zone } from './shapes.ts';

/** The day it is for the operator, or the moment with the operator's zone. */
export type Clock =
  | { readonly today: string; readonly now?: never; readonly timeZone?: never }
  | {
      /** Date and time with offset, RFC 3339. */
      readonly now: string;
      /** IANA zone of the operator, and of times that name none. */
      readonly timeZone: string;
      readonly today?: never;
    };

export interface Now {
  /** The operator's day, `YYYY-MM-DD`. */
  readonly day: string;
  /** A moment to hold leases against: with a day alone, its first one in UTC. */
  readonly instant: string;
  /** Absent where only the day is known. */
  readonly timeZone?: string;
}

/** Throws `ImpossibleDate` for a day or moment that does not exist, `PlanError` for a zone that is none. */
export function readClock(clock: Clock): Now {
  if (clock.now === undefined) {
    const day = parseDate(clock.today).toString();
    return { day, instant: `${day}T00:00:00Z` };
  }
  const { now, timeZone } = clock;
  const local = readMoment(now, timeZone);
  return { day: local.toPlainDate().toString(), instant: now, timeZone };
}

/** Throws as `readClock` does. */
export function readMoment(text: string, timeZone: string): Temporal.ZonedDateTime {
  if (!zone.accepts(timeZone)) {
    throw new PlanError(`${quote(timeZone)} is not ${zone.expected}.`);
  }
  if (!moment.accepts(text)) {
    throw new ImpossibleDate(text, `${quote(text)} is not ${moment.expected}.`);
  }
  return Temporal.Instant.from(text).toZonedDateTimeISO(timeZone);
}

/**
 * The moment from which on the task is overdue, as an instant (RFC 3339, UTC): its `time` in its
 * own zone, or else in `defaultZone`; without a time the end of its day in `defaultZone`. A time
 * that clocks skip or repeat follows RFC 5545, 3.3.5. Throws as `planWorkflow` does.
 */
export function dueMomentOf(
  task: Pick<RunTask, 'date' | 'time' | 'timeZone'>,
  defaultZone: string,
): string {
  return dueIn(task, defaultZone).toInstant().toString();
}

/** The same in the zone it is counted in. */
export function dueIn(
  { date, time, timeZone }: Pick<RunTask, 'date' | 'time' | 'timeZone'>,
  defaultZone: string,
): Temporal.ZonedDateTime {
  const day = parseDate(date);
  const named = time === undefined ? defaultZone : (timeZone ?? defaultZone);
  if (!zone.accepts(named)) throw new PlanError(`${quote(named)} is not ${zone.expected}.`);
  if (time === undefined) return day.add({ days: 1 }).toZonedDateTime(named);
  return day.toPlainDateTime(time).toZonedDateTime(named);
}
