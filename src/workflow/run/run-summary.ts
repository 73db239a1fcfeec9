/** A run in a few figures, for lists and cards. Pure, without a clock. Browser-safe. */
import {
  compare,
  dueOrder,
  type QueueRequest,
  queueOf,
  type Risk,
  STATES,
  type TaskState,
} from './queue.ts';
import { isClosed, type Run } from './run.ts';

export interface RunSummary {
  readonly status: 'active' | 'done' | 'cancelled';
  readonly stage: string;
  /** Tasks closed and tasks in all; optional ones count once they are closed, or were before. */
  readonly progress: { readonly closed: number; readonly total: number };
  /** Tasks per state; `done` and `skipped` are the closed ones. */
  readonly counts: Readonly<Record<TaskState | 'done' | 'skipped', number>>;
  /** The open task that is due first and waits for nothing that is open; absent when there is none. */
  readonly nextDue?: { readonly refId: string; readonly date: string; readonly time?: string };
  /** Every reason to fear, most urgent task first. */
  readonly risks: readonly { readonly refId: string; readonly risk: Risk }[];
}

/** Throws as `queueOf` does. */
export function runSummary(run: Run, request: QueueRequest): RunSummary {
  const queue = queueOf(run, request);
  const { tasks, stage, status = 'active' } = run;
  const counts = Object.fromEntries(
    [...STATES, 'done' as const, 'skipped' as const].map((state) => [
      state,
      tasks.filter((task) => task.status === state && isClosed(task)).length +
        queue.filter((item) => item.state === state).length,
    ]),
  ) as RunSummary['counts'];
  const counted = tasks.filter((task) => isClosed(task) || !task.optional || task.reopened);
  const [next] = queue
    .filter(({ blockedBy }) => blockedBy.length === 0)
    .toSorted((a, b) => compare(dueOrder(a.task), dueOrder(b.task)));
  return {
    status,
    stage,
    progress: { closed: counted.filter(isClosed).length, total: counted.length },
    counts,
    ...(next && { nextDue: dueOf(next.task) }),
    risks: queue.flatMap(({ task: { refId }, risks }) => risks.map((risk) => ({ refId, risk }))),
  };
}

function dueOf({ refId, date, time }: Run['tasks'][number]) {
  return { refId, date, ...(time !== undefined && { time }) };
}
