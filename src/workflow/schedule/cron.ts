/**
 * What a schedule means, as far as the rules need it: classic cron with five fields
 * (IEEE Std 1003.1 `crontab`, with ranges, lists, steps and names, 7 = Sunday; when both
 * day fields are restricted either may match). Dates are plain, so no zone is needed.
 */
import { Cron } from 'croner';
import type { AuthoredTemplate } from '../../../schemas/task-template.ts';
import { parseDate, weekdayOf } from '../dates/calendar.ts';

type Weekday = NonNullable<AuthoredTemplate['anchor']['weekday']>;

/** Why `schedule` is no cron expression that ever fires; undefined when it is one. */
export function whyInvalidSchedule(schedule: string): string | undefined {
  const fields = schedule.trim().split(/\s+/);
  if (fields.length !== 5) {
    return `it has ${fields.length} ${fields.length === 1 ? 'field' : 'fields'}, and a schedule has five: minute, hour, day, month, weekday`;
  }
  const odd = fields.find((field) => !/^[\d*,/-]+$/.test(field.replaceAll(NAMES, '0')));
  if (odd !== undefined) return `\`${odd}\` uses signs that classic cron does not have`;
  try {
    return nextFire(new Cron(schedule, OPTIONS), ANY_DAY) ? undefined : 'it never fires';
  } catch (error) {
    return reasonOf(error as Error);
  }
}

/** Days on which a valid `schedule` fires, from 2024-01-01 on, at most `limit` of them. */
function fireDates(schedule: string, limit: number): string[] {
  const cron = new Cron(schedule, OPTIONS);
  const dates: string[] = [];
  for (let from = ANY_DAY; dates.length < limit; ) {
    const next = nextFire(cron, from);
    if (!next) break;
    const date = next.toISOString().slice(0, 10);
    dates.push(date);
    from = new Date(`${date}T23:59:59Z`);
  }
  return dates;
}

/** Weekdays that anchors can have which lie `leadDays` after a day on which `schedule` fires. */
export function anchorWeekdays(schedule: string, leadDays: number): ReadonlySet<Weekday> {
  const weekdays = new Set<Weekday>();
  for (const date of fireDates(schedule, ENOUGH_FIRES)) {
    weekdays.add(weekdayOf(parseDate(date).add({ days: leadDays })));
    if (weekdays.size === 7) break;
  }
  return weekdays;
}

/** Yearly dates go through all weekdays in 28 years, weekly and daily ones far sooner. */
const ENOUGH_FIRES = 60;
const ANY_DAY = new Date('2023-12-31T23:59:59Z');
const NAMES =
  /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|sun|mon|tue|wed|thu|fri|sat)\b/gi;
const OPTIONS = { timezone: 'UTC', paused: true } as const;

function nextFire(cron: Cron, after: Date): Date | null {
  return cron.nextRun(after);
}

/** The library's sentence without its prefix; it counts days and months from 0, people from 1. */
function reasonOf({ message }: Error): string {
  return message
    .replace(/^CronPattern:\s*/, '')
    .replace(/\.?\s*$/, '')
    .replace(/(?<=\bvalue for (?:day|month): )-?\d+$/, (value) => String(Number(value) + 1))
    .replace('for dayOfWeek:', 'for weekday:');
}
