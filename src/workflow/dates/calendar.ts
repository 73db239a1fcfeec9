/**
 * Date arithmetic of workflows. It works on plain calendar dates (ISO 8601, proleptic
 * Gregorian, years 0000–9999) that belong to no time zone, so neither a daylight-saving
 * change nor the length of a month can move a due date. Browser-safe.
 */
import { Temporal } from 'temporal-polyfill';
import type { TaskDefinition, WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { quote } from '../../diagnostics/wording.ts';
import { ImpossibleDate, PlanError } from '../plan/plan-error.ts';

export type PlainDate = Temporal.PlainDate;
type Weekday = NonNullable<WorkflowTemplate['anchor']['weekday']>;

/** In the order of ISO 8601 weekday numbers, Monday = 1. */
const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const satisfies readonly Weekday[];

const WEEKEND: ReadonlySet<Weekday> = new Set(['saturday', 'sunday']);
const DEFAULT_WORKDAYS = WEEKDAYS.filter((weekday) => !WEEKEND.has(weekday));

/** Days from 0000-01-01 to 9999-12-31; a longer way leads out of every calendar we can write. */
const MAX_DISTANCE_IN_DAYS = 3_652_424;

/** Reads `YYYY-MM-DD`. Throws `ImpossibleDate` for any other form and for days that do not exist. */
export function parseDate(value: string): PlainDate {
  // What engines store may be of any kind.
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) {
    throw new ImpossibleDate(
      value,
      `${quote(value)} is not a date. Write year, month and day, such as \`2026-07-22\`.`,
    );
  }
  try {
    return Temporal.PlainDate.from(value);
  } catch {
    throw new ImpossibleDate(
      value,
      `${quote(value)} is a date that does not exist. Choose a day of the calendar.`,
    );
  }
}

export function weekdayOf(date: PlainDate): Weekday {
  // `dayOfWeek` is the ISO 8601 weekday number, always 1 to 7.
  return WEEKDAYS[date.dayOfWeek - 1] as Weekday;
}

type Calendar = WorkflowTemplate['calendar'];

/** The calendar of a template with more days off; days off stay as they are where it has none. */
export function calendarFor(calendar: Calendar, daysOff: readonly string[] = []): Calendar {
  if (daysOff.length === 0) return calendar;
  const holidays = [...new Set([...(calendar?.holidays ?? []), ...daysOff])].sort();
  return { onNonWorkingDay: 'keep', ...calendar, holidays };
}

/** The days work is done on, and where due dates go that miss them. */
export class WorkCalendar {
  readonly #workdays: ReadonlySet<Weekday>;
  readonly #holidays: ReadonlySet<string>;
  readonly #rule: NonNullable<WorkflowTemplate['calendar']>['onNonWorkingDay'];
  /** Workdays walked through so far, by anchor and direction: the tasks of a plan share the way. */
  readonly #walks = new Map<string, PlainDate[]>();

  /**
   * Without a calendar: Monday to Friday, no holidays, and due dates stay where they fall. Throws
   * `PlanError` for one without a workday, where no due date could come to rest.
   */
  constructor(calendar: Calendar) {
    this.#workdays = new Set(calendar?.workdays ?? DEFAULT_WORKDAYS);
    if (!WEEKDAYS.some((weekday) => this.#workdays.has(weekday))) {
      throw new PlanError('The calendar has no workday. Name one such as `monday`.');
    }
    this.#holidays = new Set(calendar?.holidays);
    this.#rule = calendar?.onNonWorkingDay ?? 'keep';
  }

  isWorkday(date: PlainDate): boolean {
    return this.#workdays.has(weekdayOf(date)) && !this.#holidays.has(date.toString());
  }

  /**
   * The day a task falls on before any rolling: `offsetDays` calendar days from the anchor,
   * or the n-th workday strictly after (before, when negative) it for `offsetWorkdays`,
   * where 0 is the anchor itself. Throws `ImpossibleDate` beyond the years 0000–9999.
   */
  offset(
    anchor: PlainDate,
    { offsetDays, offsetWorkdays }: Pick<TaskDefinition, 'offsetDays' | 'offsetWorkdays'>,
  ): PlainDate {
    if (offsetWorkdays === undefined) return addDays(anchor, offsetDays ?? 0);
    // Workdays reach at least as far as calendar days: refuse what is out of reach at once.
    addDays(anchor, offsetWorkdays);
    if (offsetWorkdays === 0) return anchor;
    const direction = Math.sign(offsetWorkdays);
    const key = `${anchor} ${direction}`;
    const walk = this.#walks.get(key) ?? [];
    this.#walks.set(key, walk);
    let date = walk.at(-1) ?? anchor;
    while (walk.length < Math.abs(offsetWorkdays)) {
      date = this.#workdayFrom(addDays(date, direction), direction);
      walk.push(date);
    }
    return walk[Math.abs(offsetWorkdays) - 1] ?? anchor;
  }

  /** Where a due date comes to lie: a workday stays; `nearest` goes back if both ways are as long. */
  roll(date: PlainDate): PlainDate {
    if (this.#rule === 'keep') return date;
    if (this.#rule === 'previous') return this.#workdayFrom(date, -1);
    if (this.#rule === 'next') return this.#workdayFrom(date, 1);
    const previous = this.#workdayFrom(date, -1);
    const next = this.#workdayFrom(date, 1);
    return date.since(previous).days <= next.since(date).days ? previous : next;
  }

  /** `date` or the first workday from it in steps of `direction` days. */
  #workdayFrom(date: PlainDate, direction: number): PlainDate {
    let day = date;
    while (!this.isWorkday(day)) day = addDays(day, direction);
    return day;
  }
}

/** Throws `ImpossibleDate` where the sum leaves the years 0000–9999. */
export function addDays(date: PlainDate, days: number): PlainDate {
  const sum = Math.abs(days) > MAX_DISTANCE_IN_DAYS ? undefined : date.add({ days });
  if (sum === undefined || sum.year < 0 || sum.year > 9999) {
    throw new ImpossibleDate(
      `${date} ${days < 0 ? '-' : '+'} ${Math.abs(days)} days`,
      `Counting ${days} ${Math.abs(days) === 1 ? 'day' : 'days'} from ${quote(date.toString())} ` +
        'leaves the years 0000 to 9999. Choose another anchor or offset.',
    );
  }
  return sum;
}
