/**
 * Schedules: classic cron of five fields (POSIX crontab with the names, ranges in lists and steps
 * of Vixie cron; 7 is Sunday as well; when both day fields are restricted either may match). The
 * only reader of them: whether one is valid is decided here, in words of people, and a library
 * computes when it fires. Browser-safe.
 */
import { Cron } from 'croner';
import type { AuthoredTemplate } from '../../../schemas/task-template.ts';
import { quote } from '../../diagnostics/wording.ts';
import { parseDate, weekdayOf } from '../dates/calendar.ts';

type Weekday = NonNullable<AuthoredTemplate['anchor']['weekday']>;

export interface ScheduleProblem {
  /** A clause, such as `it never fires`. */
  readonly reason: string;
  /** The whole sentence. */
  readonly message: string;
}

/** Why `schedule` is no cron expression that ever fires; undefined when it is one. */
export function scheduleProblem(schedule: string): ScheduleProblem | undefined {
  const reason = whyUnreadable(schedule) ?? (neverFires(schedule) ? 'it never fires' : undefined);
  if (reason === undefined) return undefined;
  const message = `${quote(schedule)} is no schedule: ${reason} — write minute, hour, day, month and weekday, such as \`0 9 * * 1\` for Mondays at 9:00.`;
  return { reason, message };
}

/** What a schedule asks for on a calendar and a clock that belong to no zone, written as UTC. */
export interface Schedule {
  /** The first firing strictly after a moment, to the second. */
  nextFiring(after: Date): Date | undefined;
  /** Whether its times stand for themselves; minutes or hours of `*` go by what a clock shows (cron(8)). */
  readonly hasFixedTimes: boolean;
}

/** @param schedule one without a problem. */
export function readSchedule(schedule: string): Schedule {
  const [minute = '', hour = '', day = '', , weekday = ''] = fieldsOf(schedule);
  const cron = new Cron(schedule, {
    mode: '5-part',
    timezone: 'UTC',
    paused: true,
    // Either day field is enough only if none begins with `*`, whatever its step (crontab(5)).
    domAndDow: areBothDaysMeant(day, weekday),
  });
  return {
    nextFiring: (after) => cron.nextRun(after) ?? undefined,
    hasFixedTimes: !minute.startsWith('*') && !hour.startsWith('*'),
  };
}

/** Whether day of month and weekday both have to match, or only one of them. */
function areBothDaysMeant(day: string, weekday: string): boolean {
  return day.startsWith('*') || weekday.startsWith('*');
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

/** Days on which a valid `schedule` fires, from 2024-01-01 on, at most `limit` of them. */
function fireDates(schedule: string, limit: number): string[] {
  const { nextFiring } = readSchedule(schedule);
  const dates: string[] = [];
  for (let from = ANY_DAY; dates.length < limit; ) {
    const next = nextFiring(from);
    if (!next) break;
    const date = next.toISOString().slice(0, 10);
    dates.push(date);
    from = new Date(`${date}T23:59:59Z`);
  }
  return dates;
}

function neverFires(schedule: string): boolean {
  return readSchedule(schedule).nextFiring(ANY_DAY) === undefined;
}

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Steps beyond would skip everything. */
  readonly maxStep: number;
  /** The values it takes, in words. */
  readonly takes: string;
  /** Lower-case names of its values, from `min` on. */
  readonly names: readonly string[];
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const WEEKDAYS = 'sun mon tue wed thu fri sat'.split(' ');
const FIELDS: readonly Field[] = [
  { name: 'minute', min: 0, max: 59, maxStep: 60, takes: '0 to 59', names: [] },
  { name: 'hour', min: 0, max: 23, maxStep: 24, takes: '0 to 23', names: [] },
  { name: 'day', min: 1, max: 31, maxStep: 31, takes: '1 to 31', names: [] },
  {
    name: 'month',
    min: 1,
    max: 12,
    maxStep: 12,
    takes: '1 to 12, or `jan` to `dec`',
    names: MONTHS,
  },
  {
    name: 'weekday',
    min: 0,
    max: 7,
    maxStep: 7,
    takes: '0 to 7, or `sun` to `sat`',
    names: WEEKDAYS,
  },
];

function fieldsOf(schedule: string): string[] {
  return schedule.split(/\s+/).filter((field) => field !== '');
}

function whyUnreadable(schedule: string): string | undefined {
  const written = fieldsOf(schedule);
  if (written.length !== FIELDS.length) {
    return `it has ${written.length} ${written.length === 1 ? 'field' : 'fields'}, and a schedule has five`;
  }
  for (const [index, field] of FIELDS.entries()) {
    for (const part of (written[index] ?? '').split(',')) {
      const reason = whyWrong(part, field);
      if (reason !== undefined) return reason;
    }
  }
  return undefined;
}

/** Why one part of the list of a field cannot be read: `*`, a value or a range, perhaps with a step. */
function whyWrong(part: string, field: Field): string | undefined {
  const { name, maxStep, takes } = field;
  if (part === '') return `its ${name} has a list with an empty place`;
  const [, range = '', step] = /^(.*?)(?:\/([^/]*))?$/.exec(part) ?? [];
  const [from, to, ...more] = range === '*' ? [] : range.split('-');
  const values = [
    ...(from === undefined ? [] : [numberOf(from, field)]),
    ...(to === undefined ? [] : [numberOf(to, field, 'end')]),
  ];
  const [first = 0, last = first] = values;
  if (values.includes(undefined) || more.length > 0) {
    return `its ${name} has \`${part}\`, and ${aOrAn(name)} is ${takes}`;
  }
  if (first > last) return `its ${name} has \`${part}\`, which runs backwards`;
  if (step === undefined) return undefined;
  if (range !== '*' && to === undefined) {
    return `its ${name} has \`${part}\`, and a step follows \`*\` or a range`;
  }
  const isStep = /^\d+$/.test(step) && Number(step) >= 1 && Number(step) <= maxStep;
  return isStep ? undefined : `its ${name} has \`${part}\`, and a step is 1 to ${maxStep}`;
}

/** The number of a value; undefined when the field takes no such value. */
function numberOf(text: string, { min, max, names }: Field, place?: 'end'): number | undefined {
  const named = names.indexOf(text.toLowerCase());
  // A range may end with Sunday, as in `fri-sun`.
  if (named !== -1) return names === WEEKDAYS && named === 0 && place === 'end' ? 7 : min + named;
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return number >= min && number <= max ? number : undefined;
}

function aOrAn(name: string): string {
  return `${name === 'hour' ? 'an' : 'a'} ${name}`;
}
