/** One run, with what follows from it now: what each task lacks and waits for, progress and risks. */
import {
  type QueueItem,
  queueOf,
  type Run,
  type RunSummary,
  type RunTask,
  runSummary,
} from '../workflow/index.ts';
import { type Asker, clockOf, demand } from './asker.ts';
import { seenRun } from './seen-run.ts';
import type { StoredRun } from './store.ts';

export interface TaskView extends Omit<RunTask, 'blockedBy'> {
  /** State of an open task; absent of a closed one. */
  readonly state?: QueueItem['state'];
  readonly missing: QueueItem['missing'];
  /** Open tasks of the run that it depends on. */
  readonly blockedBy: QueueItem['blockedBy'];
  readonly risks: QueueItem['risks'];
}

export interface RunView {
  readonly id: string;
  readonly version: number;
  readonly run: Run;
  /** In the order of the plan. */
  readonly tasks: readonly TaskView[];
  /** The open ones, most urgent first. */
  readonly queue: readonly QueueItem[];
  readonly summary: RunSummary;
}

/**
 * `at` is the present moment.
 *
 * @throws Problem `forbidden`.
 */
export function viewRun(
  asker: Asker,
  { id, version, run: stored }: StoredRun,
  at: string,
): RunView {
  demand(asker, 'see');
  const run = seenRun(asker, stored);
  const clock = clockOf(asker, at);
  const queue = queueOf(run, clock);
  const items = new Map(queue.map((item) => [item.task.refId, item]));
  const tasks = run.tasks.map((task): TaskView => {
    const { state, missing = [], blockedBy = [], risks = [] } = items.get(task.refId) ?? {};
    return { ...task, ...(state && { state }), missing, blockedBy, risks };
  });
  return { id, version, run, tasks, queue, summary: runSummary(run, clock) };
}
