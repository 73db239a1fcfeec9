/**
 * Whom to remind of what, and when. Whoever sends them asks for the stretch since it asked last
 * and sends each key once. Pure, without a clock. Browser-safe.
 */
import { Temporal } from 'temporal-polyfill';
import { parseDate } from '../dates/calendar.ts';
import { dueIn, readMoment } from './due-moment.ts';
import { isClosed, openDependencies, prerequisitesOf, type Run, type RunTask } from './run.ts';
import { date } from './shapes.ts';

export interface Reminder {
  /** The same for the same reminder whenever it is asked for, and for no other of the run. */
  readonly key: string;
  readonly refId: string;
  /** When it falls due, an instant (RFC 3339, UTC). */
  readonly at: string;
  /** Role that is told; absent where a follow-up is nobody's in particular. */
  readonly to?: string;
  readonly kind: 'nag' | 'escalate' | 'follow-up';
}

export interface ReminderRequest {
  /** Reminders later than this moment (RFC 3339) … */
  readonly after: string;
  /** … up to this one, which is included. */
  readonly until: string;
  /** IANA zone of dates, and of times that name none. */
  readonly timeZone: string;
}

/**
 * The reminders that fall due in the stretch, in their order. Those of a template come `after` the
 * due moment of their task (`dueMomentOf`), but not before the task can be begun: when what it
 * depends on was closed, or its waiting ended. A task that is closed, blocked or waiting is
 * reminded of by none of them; one that waits has a `follow-up` at the start of its day. A run
 * that is done or cancelled is quiet. Throws as `queueOf` does.
 */
export function remindersBetween(run: Run, request: ReminderRequest): Reminder[] {
  const { after, until, timeZone } = request;
  const [first, last] = [after, until].map((text) => readMoment(text, timeZone).epochMilliseconds);
  if (run.status === 'done' || run.status === 'cancelled') return [];
  return run.tasks
    .filter((task) => !isClosed(task))
    .flatMap((task) => (task.waiting ? followUpOf(task, timeZone) : nagsOf(run, task, timeZone)))
    .filter(({ at }) => Date.parse(at) > Number(first) && Date.parse(at) <= Number(last))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function followUpOf(task: RunTask, timeZone: string): Reminder[] {
  const { refId, waiting, assigneeId, lastAct } = task;
  if (!waiting) return [];
  const { followUpAt } = waiting;
  const morning = parseDate(followUpAt).toZonedDateTime(timeZone).toInstant();
  // Said on the day itself, it is due at once: its morning is over.
  const said = lastAct && readOccasion(lastAct.at, timeZone);
  const isLater = said && isOnDay(said, followUpAt, timeZone) && !date.accepts(lastAct.at);
  const at = (isLater ? said : morning).toString();
  const key = `${refId} follow-up ${followUpAt}`;
  return [
    { key, refId, at, ...(assigneeId !== undefined && { to: assigneeId }), kind: 'follow-up' },
  ];
}

function nagsOf(run: Run, task: RunTask, timeZone: string): Reminder[] {
  const { refId, reminders = [] } = task;
  if (reminders.length === 0 || openDependencies(run, task).length > 0) return [];
  const due = dueIn(task, timeZone);
  const free = freeSince(run, task, timeZone);
  return reminders.map(({ after, to, kind }) => {
    const planned = due.add(after).toInstant();
    const at = free && Temporal.Instant.compare(free, planned) > 0 ? free : planned;
    const key = [refId, kind, to, after, due.toInstant()].join(' ');
    return { key, refId, at: at.toString(), to, kind };
  });
}

/** The last moment that something held the task up. */
function freeSince(run: Run, task: RunTask, timeZone: string): Temporal.Instant | undefined {
  const before = prerequisitesOf(task);
  const ends = run.tasks.flatMap(({ refId, closed }) => (before.includes(refId) ? closed?.at : []));
  const reopenedAt = task.reopened && task.lastAct?.at;
  return [...ends, task.resumedAt, reopenedAt]
    .filter((at) => at !== undefined)
    .map((at) => readOccasion(at, timeZone))
    .sort(Temporal.Instant.compare)
    .at(-1);
}

/** What happened on a day, at no known hour, is over at its end. */
function readOccasion(at: string, timeZone: string): Temporal.Instant {
  if (!date.accepts(at)) return Temporal.Instant.from(at);
  return parseDate(at).add({ days: 1 }).toZonedDateTime(timeZone).toInstant();
}

function isOnDay(moment: Temporal.Instant, day: string, timeZone: string): boolean {
  return moment.toZonedDateTimeISO(timeZone).toPlainDate().toString() === day;
}
