/**
 * What follows from an event for the other tasks and for the run as a whole: closed tasks that
 * lost their ground open again, texts are filled in, tasks become ready, the run is done or open
 * again. Whatever the event was, this is the one place that knows. Browser-safe.
 */
import { fillTexts } from './answers-of-task.ts';
import { reopened } from './closing.ts';
import { type Change, replaceTask, without } from './event-definition.ts';
import {
  closingStage,
  completionOf,
  isClosed,
  needsPerson,
  openDependencies,
  openTasks,
  type Run,
  type RunTask,
} from './run.ts';
import type { Effect } from './run-event.ts';

export function settle(before: Run, change: Change): Change {
  const founded = reopenUnfounded(change);
  const run = fillTexts(founded.run);
  const ready = run.tasks
    .filter((task) => task.status === 'todo' && openDependencies(run, task).length === 0)
    .filter((task) => openDependencies(before, task).length > 0)
    .map(({ refId }): Effect => ({ type: 'task-ready', refId }));
  return closeOrReopen(before, { run, effects: [...founded.effects, ...ready] });
}

/** One after the other, for what one rests on may be another. */
function reopenUnfounded(change: Change): Change {
  for (let { run, effects } = change; ; ) {
    const lost = run.tasks.map((task) => lossOf(run, task)).find((each) => each !== undefined);
    if (!lost) return { run, effects };
    run = replaceTask(run, lost.task);
    effects = [...effects, lost.effect];
  }
}

/** The task open again because what it was closed on is gone. */
function lossOf(run: Run, task: RunTask): { task: RunTask; effect: Effect } | undefined {
  if (!isClosed(task)) return undefined;
  const { refId, approval } = task;
  const completion = completionOf(run, task);
  if (!completion.ok) {
    const { missing } = completion;
    return {
      task: { ...reopened(task), lostEvidence: missing },
      effect: { type: 'evidence-lost', refId, missing },
    };
  }
  // An answer was changed or taken back since, and now asks for a person.
  if (task.closed && task.closed.by?.kind !== 'person' && needsPerson(run, task)) {
    return { task: reopened(task), effect: { type: 'task-reopened', refId } };
  }
  const isStale = run.tasks.some((each) => approval?.of.includes(each.refId) && !isClosed(each));
  return isStale ? { task: reopened(task), effect: { type: 'verdict-stale', refId } } : undefined;
}

/** The closing stage is reached exactly while the run is done. */
function closeOrReopen(before: Run, { run, effects }: Change): Change {
  if (run.cancelled) return { run: { ...run, status: 'cancelled' }, effects };
  const isDone = openTasks(run).length === 0;
  const after = isDone ? inClosingStage(run) : inOpenStage(run);
  const { stage: from } = run;
  const { stage: to } = after;
  const moved: Effect[] = from === to ? [] : [{ type: 'stage-changed', from, to }];
  const isTurned = isDone !== (before.status === 'done');
  const turned: Effect[] = isTurned ? [{ type: isDone ? 'run-done' : 'run-reopened' }] : [];
  return {
    run: { ...after, status: isDone ? 'done' : 'active' },
    effects: [...effects, ...moved, ...turned],
  };
}

function inClosingStage(run: Run): Run {
  const end = closingStage(run);
  if (end === undefined || run.stage === end) return run;
  return { ...run, stage: end, stageBefore: run.stage };
}

/** Back where the run was before it was done. */
function inOpenStage(run: Run): Run {
  const { stage, stages = [], stageBefore } = run;
  if (stage !== closingStage(run)) return without(run, 'stageBefore');
  return { ...without(run, 'stageBefore'), stage: stageBefore ?? stages.at(-2) ?? stage };
}
