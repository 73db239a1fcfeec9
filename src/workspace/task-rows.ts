/**
 * The open tasks of a run as rows that a database can sort and count by, so that what is next is
 * one query. Everything in them follows from the state: they can be made anew at any time.
 */
import { dueMomentOf, queueOf, type Run } from '../workflow/index.ts';

export interface TaskRow {
  readonly refId: string;
  readonly status: 'todo' | 'waiting';
  /** Day it is due, `YYYY-MM-DD`. */
  readonly date: string;
  /** Moment it is due, RFC 3339 in UTC; only of a task with a time. */
  readonly dueAt?: string;
  readonly followUpAt?: string;
  readonly role?: string;
  readonly personId?: string;
  /** Nothing it depends on is open. */
  readonly isReady: boolean;
  /** How many pieces of proof there are not. */
  readonly missing: number;
}

/** None of a run that is done or cancelled. */
export function taskRows(run: Run): TaskRow[] {
  if (run.status === 'done' || run.status === 'cancelled') return [];
  // The day says what is late, which no row holds.
  return queueOf(run, { today: run.anchorDate }).map(({ task, missing, blockedBy }) => ({
    refId: task.refId,
    status: task.status === 'waiting' ? 'waiting' : 'todo',
    date: task.date,
    ...(task.time !== undefined && { dueAt: dueMomentOf(task, NO_ZONE) }),
    ...(task.waiting && { followUpAt: task.waiting.followUpAt }),
    ...(task.assigneeId !== undefined && { role: task.assigneeId }),
    ...(task.personId !== undefined && { personId: task.personId }),
    isReady: blockedBy.length === 0,
    missing: missing.length,
  }));
}

/** Runs are kept with the zone of every time (`inZone`). */
const NO_ZONE = 'UTC';
