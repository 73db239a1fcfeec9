/**
 * When the schedule of a template asks for a run. Cron is read in the template's zone; what a day
 * off, a daylight-saving change or a second firing of one day means is decided here. Pure and without a clock. Browser-safe.
 */
import { Temporal } from 'temporal-polyfill';
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { quote } from '../../diagnostics/wording.ts';
import { addDays, type PlainDate } from '../dates/calendar.ts';
import { type DateRange, parseRange } from '../dates/date-range.ts';
import { PlanError } from '../plan/plan-error.ts';
import { type NextFiring, readSchedule, scheduleProblem } from './cron.ts';

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
 * fires once, both on their own day; a minute or hour of `*` or steps goes by what the clock
 * shows (cron(8)). Day of month and weekday, when both are restricted, fire
 * on either (crontab(5)).
 *
 * Throws `ImpossibleDate` for an end that does not exist and `PlanError` for a range of more
 * than 3,660 days or beyond the year 2999, and for a schedule that cannot be read or
 * never fires, or a zone that is none.
 */
export function occurrences(trigger: Trigger, range: DateRange): Occurrence[] {
  const { first, last } = readRange(range);
  if (trigger.triggerType === 'manual' || trigger.triggerEnabled === false) return [];
  const zone = trigger.triggerTimeZone ?? 'UTC';
  const nextFiring = readTrigger(trigger);
  const found: Occurrence[] = [];
  for (let day = first; Temporal.PlainDate.compare(day, last) <= 0; ) {
    const fires = nextFrom(day, nextFiring, zone);
    const firesOn = fires?.toPlainDate();
    if (!fires || !firesOn || Temporal.PlainDate.compare(firesOn, last) > 0) break;
    found.push({
      firesOn: firesOn.toString(),
      firesAt: fires.toInstant().toString(),
      anchor: addDays(firesOn, trigger.triggerLeadDays ?? 0).toString(),
    });
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

/** The first firing on `day` or later. */
function nextFrom(
  day: PlainDate,
  nextFiring: NextFiring,
  zone: string,
): Temporal.ZonedDateTime | undefined {
  const before = day.toZonedDateTime(zone).epochMilliseconds - 1000;
  const next = nextFiring(new Date(before));
  return next
    ? Temporal.Instant.fromEpochMilliseconds(next.getTime()).toZonedDateTimeISO(zone)
    : undefined;
}

/** @throws PlanError when the schedule or the zone is none. */
function readTrigger({ triggerSchedule = '', triggerTimeZone: zone = 'UTC' }: Trigger): NextFiring {
  const problem = scheduleProblem(triggerSchedule);
  if (problem) throw new PlanError(problem.message);
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
  } catch {
    throw new PlanError(`${quote(zone)} is not a time zone. Write one such as \`Europe/Berlin\`.`);
  }
  return readSchedule(triggerSchedule, zone);
}
