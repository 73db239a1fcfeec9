/**
 * What a person should know about a plan that is nevertheless valid: an anchor on an
 * unusual weekday, due dates that moved off a day off, tasks that are late from the start.
 * Beside the bundle, not in it, so the contract with work engines stays data. Browser-safe.
 */
import type { WorkflowTemplate } from '../../schemas/workflow-template.ts';
import { listing, quote } from '../diagnostics/wording.ts';
import { type PlainDate, parseDate, WorkCalendar, weekdayOf } from './calendar.ts';
import type { PlanRequest } from './plan.ts';

/**
 * One sentence each, weekday first, then moved tasks in authored order, then lateness (only
 * with `today`); none when all is as usual. Throws `ImpossibleDate` like `planWorkflow`.
 */
export function planRemarks(
  template: WorkflowTemplate,
  { anchor, today }: Pick<PlanRequest, 'anchor' | 'today'>,
): string[] {
  const anchorDate = parseDate(anchor);
  const calendar = new WorkCalendar(template.calendar);
  const dues = template.taskDefinitions.map((task) => {
    const planned = calendar.offset(anchorDate, task);
    return { refId: task.refId, planned, due: calendar.roll(planned) };
  });
  const moved = dues
    .filter(({ planned, due }) => !planned.equals(due))
    .map(
      ({ refId, planned, due }) =>
        `Task \`${refId}\` falls on ${inWords(planned)}, a day off, and is due on ${inWords(due)}.`,
    );
  return [...remarkWeekday(template, anchorDate), ...moved, ...remarkLateness(dues, today)];
}

function remarkWeekday({ anchor }: WorkflowTemplate, date: PlainDate): string[] {
  if (anchor.weekday === undefined || anchor.weekday === weekdayOf(date)) return [];
  const usual = capitalize(anchor.weekday);
  return [`The anchor is ${inWords(date)}, but “${anchor.label}” is usually a ${usual}.`];
}

function remarkLateness(
  dues: readonly { readonly refId: string; readonly due: PlainDate }[],
  today: string | undefined,
): string[] {
  if (today === undefined) return [];
  const day = parseDate(today).toString();
  const late = dues.filter(({ due }) => due.toString() < day).map(({ refId }) => quote(refId));
  if (late.length === 0) return [];
  return [`Due before ${day}: ${listing(late)}. Choose a later anchor or plan to catch up.`];
}

function inWords(date: PlainDate): string {
  return `${capitalize(weekdayOf(date))} ${date}`;
}

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
