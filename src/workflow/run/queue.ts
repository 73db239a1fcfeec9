/**
 * What to do next: the open tasks of one run as a dashboard shows them, and the tasks of many
 * runs that somebody can begin now. Days are compared as plain dates. Pure, without a clock.
 * Browser-safe.
 */
import type { TaskDefinition } from '../../../schemas/workflow-template.ts';
import { parseDate } from '../dates/calendar.ts';
import type { Missing } from './check-completion.ts';
import { completionOf, isClosed, openDependencies, type Run, type RunTask } from './run.ts';

/** Most urgent first. */
const STATES = ['follow-up-due', 'overdue', 'today', 'upcoming', 'waiting'] as const;

/** Where a task stands on a day. One that waits is `follow-up-due` or `waiting`, nothing else. */
export type TaskState = (typeof STATES)[number];

/** A reason, existing today, to fear for the task. */
export type Risk =
  /** The task is due or overdue and required proof is missing. */
  | { readonly reason: 'missing-evidence'; readonly missing: readonly Missing[] }
  /** A task it depends on is open after its due date. */
  | { readonly reason: 'overdue-dependency'; readonly refId: string }
  | { readonly reason: 'follow-up-due' };

export interface QueueItem {
  readonly task: RunTask;
  readonly state: TaskState;
  /** What completing the task would need beyond what is there. */
  readonly missing: readonly Missing[];
  /** Open tasks it depends on. */
  readonly blockedBy: readonly string[];
  /** Empty while nothing is wrong; a run is at risk when one of its tasks is. */
  readonly risks: readonly Risk[];
}

export interface QueueRequest {
  /** The day it is for the operator, `YYYY-MM-DD`. */
  readonly today: string;
}

export interface ReadyRequest extends QueueRequest {
  /** Who asks. Tasks behind a `humanGate` are offered to a person, and to no one unnamed. */
  readonly asker?: 'person' | 'agent';
}

export interface ReadyTask {
  readonly run: Run;
  readonly task: RunTask;
  readonly state: TaskState;
}

/**
 * Every task that is not closed, most urgent state first, then by due date, then as planned.
 * A waiting task is `follow-up-due` from its follow-up date on, and once it is overdue.
 * Throws `ImpossibleDate` for a `today` that does not exist.
 */
export function queueOf(run: Run, { today }: QueueRequest): QueueItem[] {
  parseDate(today);
  const items = run.tasks
    .filter((task) => !isClosed(task))
    .map((task) => describe(run, task, today));
  return items.sort(
    (a, b) =>
      STATES.indexOf(a.state) - STATES.indexOf(b.state) || compare(a.task.date, b.task.date),
  );
}

/**
 * The tasks that can be worked on now, best first: critical, high, normal; then by due date; then
 * by age of the run (`startedAt`); then as given. Left out are tasks that wait until a later day,
 * tasks that depend on open ones, and runs that are done. The order is that of a conductor who
 * always picks the highest priority and the oldest work among what is not blocked.
 * Throws `ImpossibleDate` for a `today` that does not exist.
 */
export function nextReady(runs: readonly Run[], { today, asker }: ReadyRequest): ReadyTask[] {
  parseDate(today);
  return runs
    .filter(({ status }) => status !== 'done')
    .flatMap((run) => run.tasks.map((task) => ({ run, task, state: stateOf(task, today) })))
    .filter(({ run, task, state }) => {
      const isOpen = !isClosed(task) && state !== 'waiting';
      const isOffered = task.humanGate === undefined || asker === 'person';
      return isOpen && isOffered && openDependencies(run, task).length === 0;
    })
    .sort(
      (a, b) =>
        rankOf(a.task) - rankOf(b.task) ||
        compare(a.task.date, b.task.date) ||
        compare(startOf(a.run), startOf(b.run)),
    );
}

function describe(run: Run, task: RunTask, today: string): QueueItem {
  const completion = completionOf(run, task);
  const missing = completion.ok ? [] : completion.missing;
  const state = stateOf(task, today);
  const blockers = openDependencies(run, task);
  const risks: Risk[] = [];
  if (state === 'follow-up-due') risks.push({ reason: 'follow-up-due' });
  if (task.date <= today && missing.length > 0) risks.push({ reason: 'missing-evidence', missing });
  for (const { refId, date } of blockers) {
    if (date < today) risks.push({ reason: 'overdue-dependency', refId });
  }
  return { task, state, missing, blockedBy: blockers.map(({ refId }) => refId), risks };
}

function stateOf({ date, waiting }: RunTask, today: string): TaskState {
  if (waiting) return waiting.followUpAt <= today || date < today ? 'follow-up-due' : 'waiting';
  if (date === today) return 'today';
  return date < today ? 'overdue' : 'upcoming';
}

function rankOf({ priority = 'normal' }: RunTask): number {
  const order = ['critical', 'high', 'normal'] satisfies TaskDefinition['priority'][];
  return order.indexOf(priority);
}

/** Milliseconds since 1970; runs that do not know their start are the youngest. */
function startOf({ startedAt }: Run): number {
  const start = Date.parse(startedAt ?? '');
  return Number.isNaN(start) ? Number.POSITIVE_INFINITY : start;
}

function compare<T extends string | number>(a: T, b: T): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
