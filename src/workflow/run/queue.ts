/**
 * What to do next: the open tasks of one run as a dashboard shows them, and the tasks of many
 * runs that somebody can begin now. Pure, without a clock. Browser-safe.
 */
import type { Missing } from './check-completion.ts';
import { type Clock, dueIn, type Now, readClock } from './due-moment.ts';
import { isSameActor, keptApart } from './guards.ts';
import { PRIORITIES } from './new-task.ts';
import {
  completionOf,
  isClaimed,
  isClosed,
  needsPerson,
  openDependencies,
  type Run,
  type RunTask,
} from './run.ts';
import type { Actor, Blocker } from './run-event.ts';

/** Most urgent first. */
export const STATES = ['follow-up-due', 'overdue', 'today', 'upcoming', 'waiting'] as const;

/** Where a task stands. One that waits is `follow-up-due` or `waiting`, nothing else. */
export type TaskState = (typeof STATES)[number];

/** A reason, existing now, to fear for the task. */
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

/** The day, or the moment and zone: with the latter a task with a `time` is overdue from it on. */
export type QueueRequest = Clock;

export type ReadyRequest = QueueRequest & {
  /**
   * Who asks, or only what kind of actor. Tasks that a person must close are offered to a person,
   * and to no one unnamed; tasks of one person, or claimed, to nobody else.
   */
  readonly asker?: Actor | Actor['kind'];
  /** Roles of the asker: tasks of other roles are left out. */
  readonly roles?: readonly string[];
};

export interface ReadyTask {
  readonly run: Run;
  readonly task: RunTask;
  readonly state: TaskState;
  /** The asker has claimed it and left it for something else. */
  readonly resumes?: true;
}

/**
 * Every task that is not closed, most urgent state first, then by due date, then as planned;
 * none of a run that is cancelled. A waiting task is `follow-up-due` from its follow-up date on,
 * and once it is overdue. Throws `ImpossibleDate` for a day or moment that does not exist, and
 * `PlanError` for a zone that is none.
 */
export function queueOf(run: Run, request: QueueRequest): QueueItem[] {
  const now = readClock(request);
  if (run.status === 'cancelled') return [];
  const items = run.tasks.filter((task) => !isClosed(task)).map((task) => describe(run, task, now));
  return items.sort(
    (a, b) =>
      STATES.indexOf(a.state) - STATES.indexOf(b.state) ||
      compare(dueOrder(a.task), dueOrder(b.task)),
  );
}

/**
 * The tasks that can be worked on now, best first: critical ones; those that the asker has claimed
 * and resumes; then by priority (critical, high, normal; the more urgent of task and run); then by
 * due date; then by how long the run is approved (`approved.at`), and by its age (`startedAt`);
 * then as given.
 *
 * Left out are tasks that wait until a later day, that depend on open ones, or that somebody else
 * has claimed or is to do; runs that are done, cancelled, or not approved although they have to
 * be; and what is blocked by work in other runs. Those are found in the list by their `id`: one
 * that is not in it blocks. Throws as `queueOf` does.
 */
export function nextReady(runs: readonly Run[], request: ReadyRequest): ReadyTask[] {
  const { asker, roles } = request;
  const now = readClock(request);
  const kind = typeof asker === 'object' ? asker.kind : asker;
  const id = typeof asker === 'object' ? asker.id : undefined;
  const byId = new Map(runs.flatMap((run) => (run.id === undefined ? [] : [[run.id, run]])));
  return runs
    .filter(isHandedOut)
    .flatMap((run) =>
      run.tasks.filter((task) => isReady(run, task)).map((task) => offer(run, task)),
    )
    .sort(
      (a, b) =>
        groupOf(a) - groupOf(b) ||
        rankOf(a) - rankOf(b) ||
        compare(dueOrder(a.task), dueOrder(b.task)) ||
        compare(momentOf(a.run.approved?.at), momentOf(b.run.approved?.at)) ||
        compare(momentOf(a.run.startedAt), momentOf(b.run.startedAt)),
    );

  function isHandedOut({ status, requiresApproval, approved, blockedBy = [] }: Run): boolean {
    if (status === 'done' || status === 'cancelled') return false;
    return (!requiresApproval || approved !== undefined) && !blockedBy.some(isOpen);
  }

  function isReady(run: Run, task: RunTask): boolean {
    const { personId, assigneeId, blockedBy = [] } = task;
    if (isClosed(task) || stateOf(task, now) === 'waiting') return false;
    if (openDependencies(run, task).length > 0 || blockedBy.some(isOpen)) return false;
    if (needsPerson(run, task) && kind !== 'person') return false;
    if (isClaimed(task, now.instant) && task.claim?.by.id !== id) return false;
    if (isKeptFrom(run, task)) return false;
    const isOfOne = personId !== undefined && (id !== undefined || kind === 'agent');
    if (isOfOne) return personId === id;
    return !roles || assigneeId === undefined || roles.includes(assigneeId);
  }

  /** Who closed a task that `notBy` keeps apart from this one may not close it, so need not see it. */
  function isKeptFrom(run: Run, task: RunTask): boolean {
    if (typeof asker !== 'object') return false;
    return keptApart(run, task).some(({ closed }) => closed?.by && isSameActor(closed.by, asker));
  }

  function isOpen({ run: named, refId }: Blocker): boolean {
    const run = byId.get(named);
    if (!run) return true;
    if (refId === undefined) return run.status !== 'done';
    const task = run.tasks.find((each) => each.refId === refId);
    return !task || !isClosed(task);
  }

  function offer(run: Run, task: RunTask): ReadyTask {
    const resumes = id !== undefined && isClaimed(task, now.instant);
    return { run, task, state: stateOf(task, now), ...(resumes && { resumes }) };
  }
}

function describe(run: Run, task: RunTask, now: Now): QueueItem {
  const completion = completionOf(run, task);
  const missing = completion.ok ? [] : completion.missing;
  const state = stateOf(task, now);
  const blockers = openDependencies(run, task);
  const risks: Risk[] = [];
  if (state === 'follow-up-due') risks.push({ reason: 'follow-up-due' });
  const isDue = dayOfDue(task, now) <= now.day || isOverdue(task, now);
  if (isDue && missing.length > 0) risks.push({ reason: 'missing-evidence', missing });
  for (const blocker of blockers) {
    const { refId } = blocker;
    if (isOverdue(blocker, now)) risks.push({ reason: 'overdue-dependency', refId });
  }
  return { task, state, missing, blockedBy: blockers.map(({ refId }) => refId), risks };
}

function stateOf(task: RunTask, now: Now): TaskState {
  const { waiting } = task;
  const isLate = isOverdue(task, now);
  if (waiting) return waiting.followUpAt <= now.day || isLate ? 'follow-up-due' : 'waiting';
  if (isLate) return 'overdue';
  return dayOfDue(task, now) === now.day ? 'today' : 'upcoming';
}

function isOverdue(task: RunTask, now: Now): boolean {
  if (task.time === undefined || now.timeZone === undefined) return task.date < now.day;
  return dueIn(task, now.timeZone).epochMilliseconds <= Date.parse(now.instant);
}

/** The operator's day on which the task is due: a time in another zone can be on another day. */
function dayOfDue(task: RunTask, { timeZone }: Now): string {
  if (task.time === undefined || timeZone === undefined) return task.date;
  return dueIn(task, timeZone).withTimeZone(timeZone).toPlainDate().toString();
}

/** A critical task comes before what the asker goes on with, and that before all else. */
function groupOf(ready: ReadyTask): number {
  if (rankOf(ready) === 0) return ready.resumes ? 0 : 1;
  return ready.resumes ? 2 : 3;
}

function rankOf({ run, task }: ReadyTask): number {
  const ranks = [run.priority, task.priority].map((each) => PRIORITIES.indexOf(each ?? 'normal'));
  return Math.min(...ranks);
}

/** By date, then by time of day; a task without one has all day. */
export function dueOrder({ date, time = '24:00' }: RunTask): string {
  return `${date} ${time}`;
}

/** Milliseconds since 1970; what is not known is the youngest. */
function momentOf(text = ''): number {
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? Number.POSITIVE_INFINITY : moment;
}

export function compare<T extends string | number>(a: T, b: T): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
