/** A time of a task is one of a zone. Which one is settled when the run, or the task, comes to be. */
import type { Run } from '../workflow/index.ts';

interface Timed {
  readonly time?: string | undefined;
  readonly timeZone?: string | undefined;
}

/** Each task with a time of no zone gets this one. */
export function inZone<T extends Pick<Run, 'tasks'>>(run: T, timeZone: string): T {
  return { ...run, tasks: run.tasks.map((task) => timedIn(task, timeZone)) };
}

export function timedIn<T extends Timed>(task: T, timeZone: string): T {
  return task.time === undefined || task.timeZone !== undefined ? task : { ...task, timeZone };
}
