/**
 * When the schedule of a template asks for a run. Cron is read in the template's zone, by a
 * library; what a day off, a daylight-saving change or a second firing of one day means is
 * decided here. Pure and without a clock. Browser-safe.
 */
import { Cron } from 'croner';
import { Temporal } from 'temporal-polyfill';
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { quote } from '../../diagnostics/wording.ts';
import { addDays, type PlainDate } from '../dates/calendar.ts';
import { type DateRange, parseRange } from '../dates/date-range.ts';
import { PlanError } from '../plan/plan-error.ts';

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
const MOST_DAYS = 3660;

/** The schedule library looks no further; a range beyond would come back empty without a word. */
const LAST_YEAR = 2999;

/** Numbers, names, lists, ranges and steps: what every cron reads alike (POSIX crontab, Vixie cron). */
const FIELD = /^(?:\*|\d+|[a-z]{3})(?:-(?:\d+|[a-z]{3}))?(?:\/\d+)?$/i;

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
 * than 3,660 days or beyond the year 2999, and for a schedule or zone that cannot be read.
 */
export function occurrences(trigger: Trigger, range: DateRange): Occurrence[] {
  const { first, last } = readRange(range);
  if (trigger.triggerType === 'manual' || trigger.triggerEnabled === false) return [];
  const zone = trigger.triggerTimeZone ?? 'UTC';
  const cron = readSchedule(trigger.triggerSchedule ?? '', zone);
  const found: Occurrence[] = [];
  for (let day = first; Temporal.PlainDate.compare(day, last) <= 0; ) {
    const fires = nextFiring(cron, day, zone);
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

/** The range as far as schedules are reckoned. Throws as `occurrences` does. */
export function readRange(range: DateRange): ReturnType<typeof parseRange> {
  const ends = parseRange(range, MOST_DAYS);
  if (ends.last.year <= LAST_YEAR) return ends;
  throw new PlanError(
    `Schedules are reckoned up to the year ${LAST_YEAR}. Choose a range that ends before ${range.to}.`,
  );
}

/** The first firing on `day` or later. */
function nextFiring(cron: Cron, day: PlainDate, zone: string): Temporal.ZonedDateTime | undefined {
  // The library looks strictly after the moment it is given, to the second.
  const before = day.toZonedDateTime(zone).epochMilliseconds - 1000;
  const next = cron.nextRun(new Date(before));
  return next
    ? Temporal.Instant.fromEpochMilliseconds(next.getTime()).toZonedDateTimeISO(zone)
    : undefined;
}

/** What is wrong with a schedule, as a sentence; nothing if it is a cron expression of five fields. */
export function scheduleProblem(schedule: string): string | undefined {
  const fields = schedule.trim().split(/\s+/);
  const strange = fields.flatMap((field) => field.split(',')).find((part) => !FIELD.test(part));
  if (fields.length !== 5 || strange !== undefined) {
    return (
      `${quote(schedule)} is not a cron expression of five fields. Write minute, hour, day of ` +
      'month, month and weekday, such as `0 9 * * 1`.'
    );
  }
  try {
    readFields(schedule);
    return undefined;
  } catch (error) {
    const reason = (error as Error).message.replace(/^CronPattern: |\.$/g, '');
    return `${quote(schedule)} is not a schedule that can be kept: ${reason}. Correct the field.`;
  }
}

function readSchedule(schedule: string, zone: string): Cron {
  const problem = scheduleProblem(schedule);
  if (problem !== undefined) throw new PlanError(problem);
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
  } catch {
    throw new PlanError(`${quote(zone)} is not a time zone. Write one such as \`Europe/Berlin\`.`);
  }
  return readFields(schedule, zone);
}

function readFields(schedule: string, timezone = 'UTC'): Cron {
  // A list or range of hours keeps to its times over a daylight-saving change, as in Vixie cron.
  return new Cron(schedule, {
    mode: '5-part',
    timezone,
    paused: true,
    fixedTimeRule: 'no-wildcard',
  });
}
