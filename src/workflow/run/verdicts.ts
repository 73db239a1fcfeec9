/** Verdicts: a task that judges others passes or fails them. Browser-safe. */
import { giveAnswers } from './answers-of-task.ts';
import { isBlank } from './check-completion.ts';
import { advance, closed, reopened } from './closing.ts';
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
import { completionOf, isClosed, type Run, type RunTask } from './run.ts';
import type { EventOf } from './run-event.ts';
import { json, mappingOf, oneOf, optional, text } from './shapes.ts';

export const VERDICTS: { readonly verdict: Definition<'verdict'> } = {
  verdict: onTask<'verdict'>(
    {
      verdict: oneOf('pass', 'fail'),
      comment: optional(text),
      form: optional(mappingOf(json, 'a mapping of answers')),
    },
    (run, task, event) => {
      if (!task.approval) {
        return refuseTask(task, 'no-verdict', 'judges nothing. Complete it instead.');
      }
      const refusal = refuseClosing(run, task, event) ?? refuseBlocked(run, task);
      if (refusal) return refusal;
      const answered = giveAnswers(task, event.form ?? {});
      if ('refused' in answered) return answered;
      const gated = refuseWithoutPerson(replaceTask(run, answered), answered, event.by);
      if (gated) return gated;
      const judged = { ...answered, verdicts: [...(task.verdicts ?? []), verdictOf(event)] };
      return event.verdict === 'pass' ? pass(run, judged, event) : fail(run, judged, event);
    },
  ),
};

function pass(run: Run, task: RunTask, event: EventOf<'verdict'>): Change | Refusal {
  const done = closed(run, task, 'done', event);
  const completion = completionOf(run, done);
  if (!completion.ok) return refuseMissing(task, completion.missing);
  const { refId } = task;
  const change: Change = {
    run: replaceTask(run, done),
    effects: [
      { type: 'verdict-given', refId, verdict: 'pass' },
      { type: 'task-done', refId },
    ],
  };
  return advance(change, done);
}

/** What was judged is open again, and so the verdict has to be given again. */
function fail(run: Run, task: RunTask, event: EventOf<'verdict'>): Change | Refusal {
  const { refId, approval } = task;
  if (isBlank(event.comment)) {
    const says = 'fails without a comment. Say what is wrong.';
    return refuseTask(task, 'needs-comment', says, { field: 'comment' });
  }
  const judged = run.tasks.filter((each) => approval?.of.includes(each.refId) && isClosed(each));
  const open: RunTask = { ...without(task, 'claim', 'started', 'waiting'), status: 'todo' };
  return {
    run: [open, ...judged.map(reopened)].reduce(replaceTask, run),
    effects: [
      { type: 'verdict-given', refId, verdict: 'fail' },
      ...judged.map((each) => ({ type: 'task-reopened', refId: each.refId }) as const),
    ],
  };
}

function verdictOf(event: EventOf<'verdict'>) {
  const { verdict, comment } = event;
  return { ...actOf(event), verdict, ...(!isBlank(comment) && { comment }) };
}
