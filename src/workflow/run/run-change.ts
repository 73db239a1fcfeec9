/** What trying to change a run gives: the run after it, or why nothing happened. Browser-safe. */
import type { Missing } from './check-completion.ts';
import type { Effect, Run, RunTask } from './run.ts';

export interface Change {
  readonly run: Run;
  /** In the order they came about. */
  readonly effects: readonly Effect[];
}

export interface Refusal {
  /** A sentence for the person who asked. */
  readonly refused: string;
  /** What completing the task still needs, when that is the reason. */
  readonly missing?: readonly Missing[];
}

export function refuse(refused: string): Refusal {
  return { refused };
}

export function replaceTask(run: Run, task: RunTask): Run {
  return { ...run, tasks: run.tasks.map((each) => (each.refId === task.refId ? task : each)) };
}
