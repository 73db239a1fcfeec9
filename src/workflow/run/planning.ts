/** The events that change the plan of a run: another anchor, and tasks no template foresaw. Browser-safe. */
import { quote } from '../../diagnostics/wording.ts';
import { addDays, type PlainDate, parseDate, WorkCalendar } from '../dates/calendar.ts';
import { PlanError } from '../plan/plan-error.ts';
import type { Definition } from './event-definition.ts';
import { NEW_TASK } from './new-task.ts';
import { type Refusal, refuse } from './refusal.ts';
import { isClosed, prerequisitesOf, type Run, type RunTask } from './run.ts';
import type { Effect, EventOf } from './run-event.ts';
import { date, isMapping, json, optional, refuseShape, text } from './shapes.ts';

export const PLANNING: {
  readonly [Type in 're-anchor' | 'add-task']: Definition<Type>;
} = {
  /** Every open task moves as far as the planner would move it; what was put off stays so. */
  're-anchor': {
    shape: { anchor: date, reason: optional(text) },
    apply(run, { anchor }) {
      if (anchor === run.anchorDate) {
        return refuse('invalid', `The anchor is ${anchor} already.`, { field: 'anchor' });
      }
      try {
        const tasks = run.tasks.map((task) =>
          isClosed(task) ? task : moveTask(run, task, anchor),
        );
        const moves = tasks.flatMap(({ refId, date: to }, index): Effect[] => {
          const from = run.tasks[index]?.date ?? to;
          return from === to ? [] : [{ type: 'task-moved', refId, from, to }];
        });
        const { firstAnchorDate = run.anchorDate } = run;
        return {
          run: { ...run, anchorDate: anchor, firstAnchorDate, tasks },
          effects: [{ type: 'run-re-anchored' }, ...moves],
        };
      } catch (error) {
        if (!(error instanceof PlanError)) throw error;
        return refuse('invalid', error.message, { field: 'anchor' });
      }
    },
  },
  'add-task': {
    shape: { task: { expected: 'a mapping with description and date', accepts: isMapping } },
    apply(run, { task }) {
      const added = readNewTask(run, task);
      if ('refused' in added) return added;
      return {
        run: { ...run, tasks: insertByDate(run.tasks, added) },
        effects: [{ type: 'task-added', refId: added.refId }],
      };
    },
  },
};

/** After the tasks of its day, as a planner would place it. */
export function insertByDate(tasks: readonly RunTask[], task: RunTask): RunTask[] {
  const next = tasks.findIndex(({ date }) => date > task.date);
  return tasks.toSpliced(next < 0 ? tasks.length : next, 0, task);
}

function moveTask(run: Run, task: RunTask, anchor: string): RunTask {
  const calendar = new WorkCalendar(run.calendar);
  const planned = (day: PlainDate) => {
    const isCounted = task.offsetDays !== undefined || task.offsetWorkdays !== undefined;
    return isCounted ? calendar.roll(calendar.offset(day, task)) : day;
  };
  const from = planned(parseDate(run.anchorDate));
  const { days } = planned(parseDate(anchor)).since(from);
  const move = (day: string) => addDays(parseDate(day), days).toString();
  const { date: due, firstDate } = task;
  return {
    ...task,
    date: move(due),
    ...(firstDate !== undefined && { firstDate: move(firstDate) }),
  };
}

function readNewTask(run: Run, task: EventOf<'add-task'>['task']): RunTask | Refusal {
  const isRecovered = task.source === 'recovered';
  // Keys that an engine keeps for itself come with a template, and from nobody else.
  const subject = { noun: 'a new task', prefix: 'task.', ...(isRecovered && { rest: json }) };
  const wrong = refuseShape({ ...task }, NEW_TASK, subject);
  if (wrong) return wrong;
  const { refId = freeRefId(run), description } = task;
  const known = run.tasks.map((each) => each.refId);
  if (known.includes(refId)) {
    const says = `There is a task ${quote(refId)} already. Give it another name.`;
    return refuse('taken', says, { field: 'task.refId' });
  }
  const unknown = prerequisitesOf(task).find((each) => !known.includes(each));
  // What one recovered task depends on may be recovered after it.
  if (unknown !== undefined && !isRecovered) {
    const says = `${quote(unknown)}, which the new task depends on, is not a task of this run.`;
    return refuse('unknown-task', says, { field: 'task.dependsOn' });
  }
  const added: RunTask = {
    validation: description,
    source: 'operator',
    ...task,
    refId,
    status: 'todo',
  };
  if (!isInCircle([...run.tasks, added], added)) return added;
  const says = `The new task ${quote(refId)} would wait for itself.`;
  return refuse('invalid', says, { field: 'task.dependsOn' });
}

function freeRefId({ tasks }: Run): string {
  const taken = new Set(tasks.map(({ refId }) => refId));
  for (let number = 1; ; number += 1) {
    if (!taken.has(`added-${number}`)) return `added-${number}`;
  }
}

function isInCircle(tasks: readonly RunTask[], start: RunTask): boolean {
  const byRefId = new Map(tasks.map((task) => [task.refId, task]));
  const seen = new Set<string>();
  const pending = [start];
  for (let task = pending.pop(); task; task = pending.pop()) {
    for (const refId of prerequisitesOf(task)) {
      if (refId === start.refId) return true;
      const next = byRefId.get(refId);
      if (!next || seen.has(refId)) continue;
      seen.add(refId);
      pending.push(next);
    }
  }
  return false;
}
