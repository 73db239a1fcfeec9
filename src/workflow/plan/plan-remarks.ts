/**
 * What a person should know about a plan that is nevertheless valid: an anchor on an
 * unusual weekday, due dates that moved off a day off, tasks due before what they depend on,
 * times a daylight-saving change leaves out or repeats, tasks that are late from the start.
 * Beside the bundle, not in it, so the contract with work engines stays data. Browser-safe.
 */
import { Temporal } from 'temporal-polyfill';
import type { TaskDefinition, WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { listing, quote } from '../../diagnostics/wording.ts';
import {
  calendarFor,
  type PlainDate,
  parseDate,
  WorkCalendar,
  weekdayOf,
} from '../dates/calendar.ts';
import { checkTimeZone, EACH_ZONE } from '../dates/time-zone.ts';
import { checkAnswers } from './answers.ts';
import { checkTemplate } from './check-template.ts';
import type { PlanRequest } from './plan.ts';
import { weekdayInWords } from './task-words.ts';

/** A plan wholly in the past would else name all of its tasks. */
const MAX_NAMED = 3;

interface DueTask {
  readonly task: TaskDefinition;
  /** Before any rolling. */
  readonly planned: PlainDate;
  readonly due: PlainDate;
}

/**
 * One sentence each: weekday, then moved tasks, dependencies and times, each in authored order, missing zone and inputs,
 * then lateness (only with `today`); none when all is as usual. Throws for dates and zones
 * that `planWorkflow` refuses.
 */
export function planRemarks(
  template: WorkflowTemplate,
  {
    anchor,
    today,
    timeZone,
    daysOff,
    inputs,
  }: Pick<PlanRequest, 'anchor' | 'today' | 'timeZone' | 'daysOff' | 'inputs'>,
): string[] {
  checkTemplate(template);
  const anchorDate = parseDate(anchor);
  if (timeZone !== undefined) checkTimeZone(timeZone);
  const calendar = new WorkCalendar(calendarFor(template.calendar, daysOff));
  const isOfEach = template.anchor?.timeZone === EACH_ZONE;
  const zone = isOfEach ? timeZone : template.anchor?.timeZone;
  const dues = template.taskDefinitions.map((task) => {
    const planned = calendar.offset(anchorDate, task);
    return { task, planned, due: calendar.roll(planned) };
  });
  return [
    ...remarkWeekday(template, anchorDate),
    ...dues.flatMap(remarkMove),
    ...remarkDependencies(dues),
    ...dues.flatMap((due) => remarkClock(due, zone)),
    ...(isOfEach && zone === undefined ? remarkZone(template) : []),
    ...remarkInputs(template, inputs),
    ...remarkLateness(dues, today),
  ];
}

function remarkWeekday({ anchor }: WorkflowTemplate, date: PlainDate): string[] {
  if (anchor?.weekday === undefined || anchor.weekday === weekdayOf(date)) return [];
  const usual = anchor.weekday.charAt(0).toUpperCase() + anchor.weekday.slice(1);
  return [`The anchor is ${inWords(date)}, but “${anchor.label}” is usually a ${usual}.`];
}

function remarkMove({ task, planned, due }: DueTask): string[] {
  if (planned.equals(due)) return [];
  return [
    `Task ${quote(task.refId)} falls on ${inWords(planned)}, a day off, and is due on ${inWords(due)}.`,
  ];
}

/** Within a day only two times can be in the wrong order; a task without one has all day. */
function remarkDependencies(dues: readonly DueTask[]): string[] {
  const byRefId = new Map(dues.map((due) => [due.task.refId, due]));
  return dues.flatMap((due) =>
    (due.task.dependsOn ?? []).flatMap((refId) => {
      const before = byRefId.get(refId);
      if (!before || !isEarlier(due, before)) return [];
      return [
        `Task ${quote(due.task.refId)} is due on ${moment(due)}, before ${quote(refId)}, which it ` +
          `depends on and which is due on ${moment(before)}.`,
      ];
    }),
  );
}

function isEarlier(a: DueTask, b: DueTask): boolean {
  const order = Temporal.PlainDate.compare(a.due, b.due);
  if (order !== 0) return order < 0;
  return a.task.time !== undefined && b.task.time !== undefined && a.task.time < b.task.time;
}

/** RFC 5545, 3.3.5: a skipped time is counted from before the gap, a repeated one is the first. */
function remarkClock({ task, due }: DueTask, zone: string | undefined): string[] {
  if (task.time === undefined || zone === undefined) return [];
  const local = due.toPlainDateTime(task.time);
  const [first, last] = (['earlier', 'later'] as const).map((disambiguation) =>
    local.toZonedDateTime(zone, { disambiguation }),
  );
  if (!first || !last || first.equals(last)) return [];
  const subject = `Task ${quote(task.refId)} is due at ${task.time} on ${inWords(due)}`;
  if (first.toPlainDateTime().equals(local)) {
    return [`${subject}, a time that comes twice in ${zone}; the first one counts.`];
  }
  const counted = last.toPlainTime().toString({ smallestUnit: 'minute' });
  return [`${subject}, a time the clocks of ${zone} skip; ${counted} counts.`];
}

function remarkZone({ forEach = [], taskDefinitions }: WorkflowTemplate): string[] {
  if (taskDefinitions.every(({ time }) => time === undefined)) return [];
  return [`Times are in the time zone of each ${listing(forEach)}, and none is given.`];
}

/** A plan may be looked at without them, a run is not started so. */
function remarkInputs({ inputs = [] }: WorkflowTemplate, given: PlanRequest['inputs']): string[] {
  const missing = checkAnswers(inputs, given ?? {}, { require: true }).filter(
    ({ code }) => code === 'missing',
  );
  if (missing.length === 0) return [];
  return [`Not given yet: ${listing(missing.map(({ field }) => quote(field)))}.`];
}

function remarkLateness(dues: readonly DueTask[], today: string | undefined): string[] {
  if (today === undefined) return [];
  const day = parseDate(today).toString();
  const late = dues.filter(({ due }) => due.toString() < day).map(({ task }) => quote(task.refId));
  if (late.length === 0) return [];
  const rest = late.length - MAX_NAMED;
  const named = rest > 1 ? [...late.slice(0, MAX_NAMED), `${rest} more`] : late;
  return [`Due before ${day}: ${listing(named)}. Choose a later anchor or plan to catch up.`];
}

function moment({ task, due }: DueTask): string {
  return task.time === undefined ? inWords(due) : `${inWords(due)} at ${task.time}`;
}

function inWords(date: PlainDate): string {
  return `${weekdayInWords(date)} ${date}`;
}
