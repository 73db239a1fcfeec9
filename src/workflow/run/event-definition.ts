/** How an event is defined: what its keys have to be, and what it does to a run. Browser-safe. */
import { nearest } from '../../diagnostics/suggest.ts';
import { didYouMean, quote } from '../../diagnostics/wording.ts';
import { type Refusal, refuse } from './refusal.ts';
import type { Act, Run, RunTask } from './run.ts';
import type { Effect, EventBodies, EventOf, EventType, Happening } from './run-event.ts';
import { type Check, words } from './shapes.ts';

export interface Change {
  readonly run: Run;
  /** In the order they came about. */
  readonly effects: readonly Effect[];
}

export interface Definition<Type extends EventType> {
  readonly shape: { readonly [Key in keyof EventBodies[Type]]-?: Check };
  /** Whether a run that is cancelled takes it. */
  readonly survivesCancelling?: true;
  /** The change, or why there is none; what follows from it is left to `settle`. */
  apply(run: Run, event: EventOf<Type>): Change | Refusal;
}

type TaskEventType = {
  [Type in EventType]: EventBodies[Type] extends { readonly refId: string } ? Type : never;
}[EventType];

/** An event of one task, which is found before it is applied. */
export function onTask<Type extends TaskEventType>(
  shape: Omit<Definition<Type>['shape'], 'refId'>,
  apply: (run: Run, task: RunTask, event: EventOf<Type>) => Change | Refusal,
): Definition<Type> {
  return {
    // Every event of a task has a `refId`; the compiler cannot see that through the parameter.
    shape: { ...shape, refId: words } as unknown as Definition<Type>['shape'],
    apply(run, event) {
      const { refId } = event as unknown as { readonly refId: string };
      const task = findTask(run, refId);
      return 'refused' in task ? task : apply(run, task, event);
    },
  };
}

export function findTask(run: Run, refId: string): RunTask | Refusal {
  const task = run.tasks.find((each) => each.refId === refId);
  if (task) return task;
  const near = nearest(
    refId,
    run.tasks.map((each) => each.refId),
  );
  const says = `${quote(refId)} is not a task of this run.${didYouMean(near)}`;
  return refuse('unknown-task', says, { field: 'refId' });
}

export function replaceTask(run: Run, task: RunTask): Run {
  return { ...run, tasks: run.tasks.map((each) => (each.refId === task.refId ? task : each)) };
}

/** A copy without some of its keys. */
export function without<T extends object, Key extends keyof T>(
  value: T,
  ...keys: readonly Key[]
): Omit<T, Key> {
  const entries = Object.entries(value).filter(([key]) => !keys.some((each) => each === key));
  // Exactly the other keys are left.
  return Object.fromEntries(entries) as Omit<T, Key>;
}

export function actOf({ at, by }: Happening): Act {
  return { at, ...(by && { by }) };
}
