/** The events that close a task or open it again. Browser-safe. */
import { giveAnswers } from './answers-of-task.ts';
import { isBlank } from './check-completion.ts';
import {
  actOf,
  type Change,
  type Definition,
  onTask,
  replaceTask,
  without,
} from './event-definition.ts';
import { refuseBlocked, refuseClosing, refuseWithoutPerson } from './guards.ts';
import { type Refusal, refuseMissing, refuseTask } from './refusal.ts';
import {
  closingStage,
  completionOf,
  isClosed,
  nextEventNumber,
  openTasks,
  type Run,
  type RunTask,
} from './run.ts';
import type { Happening } from './run-event.ts';
import { EVIDENCE, giveEvidence } from './run-evidence.ts';
import { json, mappingOf, optional, text } from './shapes.ts';
import { type Note, waiverOf } from './skip-closure.ts';

export const CLOSING: {
  readonly [Type in 'complete' | 'skip' | 'reopen' | 'set-evidence']: Definition<Type>;
} = {
  complete: onTask<'complete'>(
    { evidence: optional(EVIDENCE), form: optional(mappingOf(json, 'a mapping of answers')) },
    (run, task, event) => {
      if (task.approval) {
        return refuseTask(task, 'needs-verdict', 'is closed by a verdict. Pass it or fail it.');
      }
      const refusal = refuseClosing(run, task, event) ?? refuseBlocked(run, task);
      if (refusal) return refusal;
      const shown = giveEvidence(run, task, event.evidence ?? {});
      if ('refused' in shown) return shown;
      const given = { ...task, ...taskIn(shown.run, task) };
      const answered = giveAnswers(given, event.form ?? {});
      if ('refused' in answered) return answered;
      const gated = refuseWithoutPerson(replaceTask(run, answered), answered, event.by);
      if (gated) return gated;
      const done = closed(run, answered, 'done', event);
      const completion = completionOf(shown.run, done);
      if (!completion.ok) return refuseMissing(task, completion.missing);
      return advance(
        {
          run: replaceTask(shown.run, done),
          effects: [...shown.effects, { type: 'task-done', refId: task.refId }],
        },
        done,
      );
    },
  ),
  /** Leaves a task out: an optional one for any reason, another with a closing note of its template. */
  skip: onTask<'skip'>(
    { comment: optional(text), externalStatus: optional(text) },
    (run, task, event) => {
      const refusal = refuseClosing(run, task, event) ?? refuseUnfinishedJudged(run, task);
      if (refusal) return refusal;
      const { comment, externalStatus } = event;
      const note: Note = {
        ...(!isBlank(comment) && { comment }),
        ...(!isBlank(externalStatus) && { externalStatus }),
      };
      if (task.optional && isBlank(comment)) {
        const says = 'is left out without a reason. Write a comment.';
        return refuseTask(task, 'needs-comment', says, { field: 'comment' });
      }
      if (!task.optional && !waiverOf(task.validation, note)) {
        const says =
          'is not optional, and the comment is none of the notes that close it. ' +
          'Complete it, or write such a note word for word.';
        return refuseTask(task, 'not-optional', says);
      }
      const skipped: RunTask = { ...closed(run, task, 'skipped', event), skip: note };
      const completion = completionOf(run, skipped);
      if (!completion.ok) return refuseMissing(task, completion.missing);
      return advance(
        {
          run: replaceTask(run, skipped),
          effects: [{ type: 'task-skipped', refId: task.refId }],
        },
        skipped,
      );
    },
  ),
  /** Evidence stays: what was shown once is shown again when the task is completed again. */
  reopen: onTask<'reopen'>({ comment: optional(text) }, (run, task) => {
    if (!isClosed(task)) return refuseTask(task, 'open', 'is open already.');
    return {
      run: replaceTask(run, reopened(task)),
      effects: [{ type: 'task-reopened', refId: task.refId }],
    };
  }),
  'set-evidence': onTask<'set-evidence'>({ evidence: EVIDENCE }, (run, task, { evidence }) =>
    giveEvidence(run, task, evidence),
  ),
};

/** The task as it is once closed: without what only open tasks have. */
export function closed(
  run: Run,
  task: RunTask,
  status: 'done' | 'skipped',
  event: Happening,
): RunTask {
  const rest = without(task, 'waiting', 'reopened', 'lostEvidence', 'claim', 'started');
  return { ...rest, status, closed: { ...actOf(event), eventNumber: nextEventNumber(run) } };
}

/** The task as it is once open again: without what only closed tasks have. */
export function reopened(task: RunTask): RunTask {
  return { ...without(task, 'skip', 'closed'), status: 'todo', reopened: true };
}

/** Forward to the stage the closed task leads to, short of the one that says all is done. */
export function advance({ run, effects }: Change, { stageOnComplete }: RunTask): Change {
  const { stage: from, stages = [] } = run;
  const end = closingStage(run);
  if (stageOnComplete === undefined) return { run, effects };
  if (stageOnComplete === end) {
    const open = openTasks(run).map(({ refId }) => refId);
    return { run, effects: open.length > 0 ? [...effects, { type: 'done-held', open }] : effects };
  }
  if (stages.indexOf(stageOnComplete) <= stages.indexOf(from)) return { run, effects };
  return {
    run: { ...run, stage: stageOnComplete },
    effects: [...effects, { type: 'stage-changed', from, to: stageOnComplete }],
  };
}

/** A verdict is left out, as it is given, once there is something to judge. */
function refuseUnfinishedJudged(run: Run, task: RunTask): Refusal | undefined {
  return task.approval ? refuseBlocked(run, without(task, 'dependsOn')) : undefined;
}

function taskIn(run: Run, { refId }: RunTask): RunTask | undefined {
  return run.tasks.find((task) => task.refId === refId);
}
