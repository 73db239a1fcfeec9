/** Taking a mistaken act back: within the history, which keeps both. Browser-safe. */
import { listing, quote } from '../../diagnostics/wording.ts';
import { isUntouched, takeBack } from './changed-keys.ts';
import { isBlank } from './check-completion.ts';
import { type Change, type Definition, onTask, replaceTask, without } from './event-definition.ts';
import { isSameActor, keptApart, refuseSameActor, refuseWithoutPerson } from './guards.ts';
import { type Refusal, refuseTask } from './refusal.ts';
import { completionOf, isClosed, openDependencies, type Run, type RunTask } from './run.ts';
import type { Actor } from './run-event.ts';
import { text, words } from './shapes.ts';

/** The run goes on through its stages; where it went since is no reason against a correction. */
const LEFT_WHERE_IT_IS = new Set(['stage', 'stageBefore']);

export const CORRECTING: { readonly correct: Definition<'correct'> } = {
  correct: onTask<'correct'>({ of: words, reason: text }, (run, task, event) => {
    const { of, reason, by } = event;
    const { lastAct, refId } = task;
    if (isBlank(reason)) {
      const says = 'is corrected without a reason. Write one.';
      return refuseTask(task, 'needs-comment', says, { field: 'reason' });
    }
    if (lastAct?.commandId !== of) {
      const last = lastAct?.commandId ? `That is ${quote(lastAct.commandId)}.` : 'It has none.';
      const says = `can take back its last act only, and ${quote(of)} is not it. ${last}`;
      return refuseTask(task, 'not-last-act', says, { field: 'of' });
    }
    if (lastAct.type === 'verdict' && lastAct.by?.id !== by?.id) {
      const says = 'has a verdict that only the one who gave it takes back. Give another one.';
      return refuseTask(task, 'not-judge', says, { field: 'by' });
    }
    const touched = lastAct.changes.filter((change) => !isUntouched(run, change));
    const lost = touched.filter(
      ({ refId: of, key }) => of !== undefined || !LEFT_WHERE_IT_IS.has(key),
    );
    if (lost.length > 0) {
      const what = lost.map(({ refId: of, link, key }) => quote(of ?? link ?? key));
      return refuseDependedOn(task, [...new Set(what)], 'changed since');
    }
    const kept = lastAct.changes.filter((change) => !touched.includes(change));
    const restored = inStageReached(
      run,
      replaceTask(...taskAfter(kept.reduce(takeBack, run), task)),
    );
    const refusal = refuseUnfounded(run, restored, task) ?? refuseClosedAgain(run, restored, by);
    return refusal ?? changeTo(run, restored, { refId, of });
  }),
};

function changeTo(run: Run, restored: Run, corrected: { refId: string; of: string }): Change {
  const { stage: from } = run;
  const { stage: to } = restored;
  const moved = from === to ? [] : [{ type: 'stage-changed', from, to } as const];
  return { run: restored, effects: [{ type: 'act-corrected', ...corrected }, ...moved] };
}

/** Not back behind the stage that a task leads to which stays closed. */
function inStageReached({ stage: now }: Run, restored: Run): Run {
  const { stages = [], stage, tasks } = restored;
  const reached = tasks
    .filter((task) => isClosed(task) && task.stageOnComplete !== undefined)
    .map((task) => stages.indexOf(task.stageOnComplete ?? ''))
    // No task leads to the last one.
    .filter((index) => index < stages.length - 1);
  const furthest = Math.min(Math.max(stages.indexOf(stage), ...reached), stages.indexOf(now));
  return { ...restored, stage: stages[furthest] ?? stage };
}

/** One act is taken back; what was before it is not remembered, and a verdict stays on record. */
function taskAfter(run: Run, { refId, lastAct, verdicts = [] }: RunTask): [Run, RunTask] {
  // Callers found the task in this run before.
  const task = run.tasks.find((each) => each.refId === refId) as RunTask;
  const after = without(task, 'lastAct') as RunTask;
  const given = verdicts.at(-1);
  if (lastAct?.type !== 'verdict' || !given) return [run, after];
  return [run, { ...after, verdicts: [...verdicts.slice(0, -1), { ...given, corrected: true }] }];
}

/** What closes by a correction is closed by whoever corrects. */
function refuseClosedAgain(run: Run, restored: Run, by?: Actor): Refusal | undefined {
  const open = new Set(run.tasks.filter((each) => !isClosed(each)).map(({ refId }) => refId));
  for (const task of restored.tasks) {
    if (!isClosed(task) || !open.has(task.refId)) continue;
    const refusal = refuseWithoutPerson(restored, task, by) ?? refuseSameActor(restored, task, by);
    if (refusal) return refusal;
  }
  return undefined;
}

/** Tasks closed since that rest on what would be taken back, or that the same actor would have closed. */
function refuseUnfounded(run: Run, restored: Run, task: RunTask): Refusal | undefined {
  const closed = restored.tasks.filter(isClosed);
  const act = task.lastAct?.eventNumber ?? 0;
  const resting = closed.filter(
    (each) =>
      !completionOf(restored, each).ok ||
      (openDependencies(restored, each).length > openDependencies(run, each).length &&
        (each.closed?.eventNumber ?? 0) > act),
  );
  if (resting.length > 0) {
    const names = resting.map(({ refId }) => quote(refId));
    return refuseDependedOn(task, names, 'closed on the strength of it');
  }
  for (const one of closed) {
    const by = one.closed?.by;
    const same = keptApart(restored, one).find(
      (other) => isClosed(other) && by && other.closed?.by && isSameActor(by, other.closed.by),
    );
    if (same) {
      const says = `and ${quote(same.refId)} would be closed by the same. Reopen one of them.`;
      return refuseTask(one, 'not-by', says);
    }
  }
  return undefined;
}

function refuseDependedOn(task: RunTask, names: readonly string[], what: string): Refusal {
  const says = `cannot take this back: ${listing(names)} ${names.length === 1 ? 'was' : 'were'} ${what}.`;
  return refuseTask(task, 'depended-on', says);
}
