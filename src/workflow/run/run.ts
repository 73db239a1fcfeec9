/**
 * A run: a bundle that work is done on. What happened is in its history, what is true now in
 * its tasks and links. A bundle fresh from the planner is a run in which nothing happened yet.
 * Everything is plain JSON, for engines to store as they like. Browser-safe.
 */
import type { Bundle, PlannedTask } from '../plan/plan.ts';
import {
  type Completion,
  checkCompletion,
  type Evidence,
  type Missing,
} from './check-completion.ts';
import type { Note } from './skip-closure.ts';

/** The stage that says that nothing is left to do. No event moves a run into it by itself. */
export const DONE_STAGE = 'done';

export interface Run extends Omit<Bundle, 'tasks'> {
  /** Moment the run was created, ISO 8601; decides which of two equal tasks is older. */
  readonly startedAt?: string;
  /** Absent until the first event. */
  readonly status?: 'active' | 'done';
  readonly tasks: readonly RunTask[];
  /** Every event that was accepted, oldest first; absent until the first. */
  readonly history?: readonly HistoryEntry[];
}

export interface RunTask extends Omit<PlannedTask, 'status'> {
  readonly status: 'todo' | 'waiting' | 'done' | 'skipped';
  /** What the task itself has to show; links the run collects are in `bundleLinks`. */
  readonly evidence?: Omit<Evidence, 'bundleLinks'>;
  /** Only while the status is `waiting`. */
  readonly waiting?: Waiting;
  /** Why the task was left out; only while the status is `skipped`. */
  readonly skip?: Note;
  /** The task was closed before; until it is closed again it keeps the run open, optional or not. */
  readonly reopened?: true;
  /** What was taken away after the task was closed; until it is closed again. */
  readonly lostEvidence?: readonly Missing[];
}

export interface Waiting {
  readonly waitingFor: string;
  /** Day to ask again, `YYYY-MM-DD`. */
  readonly followUpAt: string;
  readonly comment: string;
}

/** Who acts. Tasks with a `humanGate` are closed by a person only. */
export interface Actor {
  readonly kind: 'person' | 'agent';
  readonly name: string;
}

interface Happening {
  /** When it happened: a date, or date and time with offset (ISO 8601). */
  readonly at: string;
  readonly by?: Actor;
}

interface TaskHappening extends Happening {
  readonly refId: string;
}

/** What can happen to a run. */
export type RunEvent =
  | (TaskHappening & { readonly type: 'complete'; readonly evidence?: Evidence })
  | (TaskHappening & { readonly type: 'wait' } & Waiting)
  | (TaskHappening & {
      readonly type: 'follow-up-sent';
      /** Day to ask once more, `YYYY-MM-DD`. */
      readonly followUpAt: string;
      readonly comment?: string;
    })
  | (TaskHappening & { readonly type: 'unblock' | 'reopen'; readonly comment?: string })
  | (TaskHappening & { readonly type: 'skip' } & Note)
  /** Each key given replaces what there is; a blank one takes it away. */
  | (TaskHappening & { readonly type: 'set-evidence'; readonly evidence: Evidence })
  /** A blank address takes the link away. */
  | (Happening & { readonly type: 'set-link'; readonly name: string; readonly url: string });

/** What an event brought about, for whoever notifies, counts or draws. */
export type Effect =
  | {
      readonly type:
        | 'task-done'
        | 'task-skipped'
        | 'task-unblocked'
        | 'task-reopened'
        | 'task-ready';
      readonly refId: string;
    }
  | { readonly type: 'follow-up-set'; readonly refId: string; readonly followUpAt: string }
  | { readonly type: 'link-set' | 'link-removed'; readonly name: string }
  /** A closed task is open again because this is no longer there. */
  | { readonly type: 'evidence-lost'; readonly refId: string; readonly missing: readonly Missing[] }
  | { readonly type: 'stage-changed'; readonly from: string; readonly to: string }
  /** The closing task is done, but these tasks keep the run open. */
  | { readonly type: 'done-held'; readonly open: readonly string[] }
  | { readonly type: 'run-done' | 'run-reopened' };

export interface HistoryEntry {
  readonly event: RunEvent;
  readonly effects: readonly Effect[];
}

/** All there is to show for a task: its own evidence and the links of the run. */
export function evidenceOf(run: Run, task: RunTask): Evidence {
  return { ...task.evidence, bundleLinks: run.bundleLinks };
}

/**
 * Whether the task may be closed, or stay closed, as it stands. A task left out is judged by
 * the note it was left out with; an optional one needs no more than that.
 */
export function completionOf(run: Run, task: RunTask): Completion {
  if (task.status !== 'skipped') return checkCompletion(task, evidenceOf(run, task));
  return task.optional
    ? { ok: true }
    : checkCompletion(task, { ...evidenceOf(run, task), ...task.skip });
}

export function isClosed({ status }: RunTask): boolean {
  return status === 'done' || status === 'skipped';
}

/** The tasks that keep a run from being done: waiting ones, and open ones that are not optional. */
export function openTasks(run: Run): RunTask[] {
  return run.tasks.filter(
    ({ status, optional, reopened }) =>
      status === 'waiting' || (status === 'todo' && (!optional || reopened)),
  );
}

/** The tasks this one depends on that are not closed. */
export function openDependencies(run: Run, { dependsOn = [] }: RunTask): RunTask[] {
  return run.tasks.filter((task) => dependsOn.includes(task.refId) && !isClosed(task));
}
