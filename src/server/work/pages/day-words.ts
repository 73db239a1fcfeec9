/** Days and moments as people say them where they are, each beside its exact form. */
import { html } from 'hono/html';
import { Temporal } from 'temporal-polyfill';
import { dueMomentOf, type RunTask } from '../../../workflow/index.ts';
import type { Markup } from './markup.ts';
import type { PageContext } from './page-context.ts';

type Here = Pick<PageContext, 'at' | 'day' | 'portalZone' | 'asker'>;

/** `yesterday`, `in 3 days`, `Wed 22 July, in 3 weeks`. */
export function dayInWords(date: string, day: string): string {
  const days = Temporal.PlainDate.from(day).until(date).days;
  const near = NEAR.get(days);
  if (near !== undefined) return near;
  const distance = distanceInWords(Math.abs(days));
  return `${dateInWords(date, day)}, ${days < 0 ? `${distance} ago` : `in ${distance}`}`;
}

/** `Wed 22 July`, with the year where it is another one. */
export function dateInWords(date: string, day: string): string {
  const { dayOfWeek, day: number, month, year } = Temporal.PlainDate.from(date);
  const text = `${WEEKDAYS[dayOfWeek - 1]} ${number} ${MONTHS[month - 1]}`;
  return day.startsWith(`${year}`) ? text : `${text} ${year}`;
}

export function timeOfDay(date: string, { day }: Here): Markup {
  return html`<time datetime="${date}" title="${date}">${dayInWords(date, day)}</time>`;
}

/** When the task is due, where the asker is. */
export function timeOfDue(task: RunTask, here: Here): Markup {
  if (task.time === undefined) return timeOfDay(task.date, here);
  return timeOfMoment(dueMomentOf(task, here.portalZone), here);
}

/** `today at 17:00`. */
export function timeOfMoment(moment: string, { asker, day }: Here): Markup {
  const local = localOf(moment, asker.timeZone);
  const date = local.toPlainDate().toString();
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' });
  const exact = local.toInstant().toString({ smallestUnit: 'second' });
  return html`<time datetime="${exact}" title="${date} ${time} ${asker.timeZone}">${dayInWords(date, day)} at ${time}</time>`;
}

/** `2 minutes ago`, of something that has just happened. */
export function agoInWords(moment: string, at: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(at) - Date.parse(moment)) / 1000));
  if (seconds < 60) return `${counted(seconds, 'second')} ago`;
  if (seconds < 3600) return `${counted(Math.floor(seconds / 60), 'minute')} ago`;
  if (seconds < 86_400) return `${counted(Math.floor(seconds / 3600), 'hour')} ago`;
  return `${counted(Math.floor(seconds / 86_400), 'day')} ago`;
}

/** The day some days later, `YYYY-MM-DD`. */
export function daysLater(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

export function counted(number: number, noun: string): string {
  return `${number} ${number === 1 ? noun : `${noun}s`}`;
}

/** Events name a day or a moment. */
function localOf(moment: string, timeZone: string): Temporal.ZonedDateTime {
  return moment.length === 10
    ? Temporal.PlainDate.from(moment).toZonedDateTime(timeZone)
    : Temporal.Instant.from(moment).toZonedDateTimeISO(timeZone);
}

function distanceInWords(days: number): string {
  if (days < 14) return counted(days, 'day');
  return days < 60
    ? counted(Math.round(days / 7), 'week')
    : counted(Math.round(days / 30.4), 'month');
}

const NEAR: ReadonlyMap<number, string> = new Map([
  [-1, 'yesterday'],
  [0, 'today'],
  [1, 'tomorrow'],
]);
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
