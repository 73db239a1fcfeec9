/**
 * When the schedule of a template asks for a run. Cron is read in the template's zone; what a day
 * off, a daylight-saving change or a second firing of one day means is decided here. Pure and without a clock. Browser-safe.
 */
import { Temporal } from 'temporal-polyfill';
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { quote } from '../../diagnostics/wording.ts';
import { addDays, type PlainDate } from '../dates/calendar.ts';
import { type DateRange, parseRange } from '../dates/date-range.ts';
import { checkTimeZone } from '../dates/time-zone.ts';
import { PlanError } from '../plan/plan-error.ts';
import { readSchedule, type Schedule, scheduleProblem } from './cron.ts';

/** The trigger of a compiled template; a whole template is one as well. */
export type Trigger = Pick<
  WorkflowTemplate,
  'triggerType' | 'triggerSchedule' | 'triggerLeadDays' | 'triggerTimeZone' | 'triggerEnabled'
>;

export interface Occurrence {
  /** Day the schedule fires on, `YYYY-MM-DD` in its zone. */
  readonly firesOn: string;
  /** Moment of the first firing of that day, ISO 8601 in UTC. */
  readonly firesAt: string;
  /** Anchor date of the run: `firesOn` and `triggerLeadDays` calendar days. */
  readonly anchor: string;
}

/** About ten years: enough for any simulation, little enough for a browser tab. */
const MAX_DAYS = 3660;

/** The schedule library looks no further; a range beyond would come back empty without a word. */
const LAST_YEAR = 2999;

/**
 * The days of the range (both ends included, in the trigger's zone) on which the trigger fires,
 * in order. One a day: all firings of a day have one anchor, so they ask for one run. A manual
 * or disabled trigger never fires.
 *
 * A time the clock skips in spring fires right after the gap, a time it shows twice in autumn
 * fires once; the occurrence is of the day that the schedule names, also if the gap ends at
 * midnight or takes the whole day. A minute or hour of `*`, also with steps, goes by what the
 * clock shows (cron(8)). Day of month and weekday, when both are restricted, fire on either
 * (crontab(5)); a field that begins with `*`, such as every second day, is not restricted, so that
 * both have to match.
 *
 * Throws `ImpossibleDate` for an end that does not exist and `PlanError` for a range of more
 * than 3,660 days or beyond the year 2999, for a schedule that cannot be read or never fires, for
 * lead days that are no whole number, and for a zone that is none; `each` has to be replaced first.
 */
export function occurrences(trigger: Trigger, range: DateRange): Occurrence[] {
  const { first, last } = readRange(range);
  if (trigger.triggerType !== 'automatic' || trigger.triggerEnabled === false) return [];
  const { schedule, zone, leadDays } = readTrigger(trigger);
  const found: Occurrence[] = [];
  for (let day = first; Temporal.PlainDate.compare(day, last) <= 0; ) {
    const firing = firstFiring(schedule, day);
    if (!firing || Temporal.PlainDate.compare(firing.toPlainDate(), last) > 0) break;
    const firesOn = firing.toPlainDate();
    const firesAt = momentOfDay(schedule, firing, zone);
    if (firesAt) {
      found.push({
        firesOn: firesOn.toString(),
        firesAt: firesAt.toString(),
        anchor: addDays(firesOn, leadDays).toString(),
      });
    }
    day = firesOn.add({ days: 1 });
  }
  return found;
}

/** The range as far as schedules are computed. Throws as `occurrences` does. */
export function readRange(range: DateRange): ReturnType<typeof parseRange> {
  const ends = parseRange(range, MAX_DAYS);
  if (ends.last.year <= LAST_YEAR) return ends;
  throw new PlanError(
    `Schedules are computed up to the year ${LAST_YEAR}. Choose a range that ends before ${range.to}.`,
  );
}

/** What the schedule names first on `day` or later. */
function firstFiring(
  schedule: Schedule,
  day: PlainDate | Temporal.PlainDateTime,
): Temporal.PlainDateTime | undefined {
  const before = day.toZonedDateTime('UTC').epochMilliseconds - 1000;
  const next = schedule.nextFiring(new Date(before));
  return (
    next &&
    Temporal.Instant.fromEpochMilliseconds(next.getTime())
      .toZonedDateTimeISO('UTC')
      .toPlainDateTime()
  );
}

/** When the first firing of a day is; undefined where the clock shows none of its times. */
function momentOfDay(
  schedule: Schedule,
  first: Temporal.PlainDateTime,
  zone: string,
): Temporal.Instant | undefined {
  const day = first.toPlainDate();
  for (let local = first; local.toPlainDate().equals(day); ) {
    const before = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
    if (before.toPlainDateTime().equals(local)) return before.toInstant();
    if (schedule.hasFixedTimes) return before.getTimeZoneTransition('next')?.toInstant();
    const next = firstFiring(schedule, local.add({ minutes: 1 }));
    if (!next) break;
    local = next;
  }
  return undefined;
}

/** @throws PlanError when the schedule, the zone or the lead days are none. */
function readTrigger(trigger: Trigger): {
  readonly schedule: Schedule;
  readonly zone: string;
  readonly leadDays: number;
} {
  const { triggerSchedule = '', triggerTimeZone: zone = 'UTC', triggerLeadDays = 0 } = trigger;
  const problem = scheduleProblem(triggerSchedule);
  if (problem) throw new PlanError(problem.message);
  checkTimeZone(zone);
  if (!Number.isSafeInteger(triggerLeadDays)) {
    throw new PlanError(
      `${quote(triggerLeadDays)} lead days cannot be counted. Write a whole number.`,
    );
  }
  return { schedule: readSchedule(triggerSchedule), zone, leadDays: triggerLeadDays };
}
