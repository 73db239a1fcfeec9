/** The events of a task that waits for somebody, or for another day. Browser-safe. */
import { isBlank } from './check-completion.ts';
import { type Change, type Definition, onTask, replaceTask, without } from './event-definition.ts';
import { refuseClosed, refusePast } from './guards.ts';
import { type Refusal, refuseTask } from './refusal.ts';
import type { Run, RunTask } from './run.ts';
import type { Waiting } from './run-event.ts';
import { date, optional, text } from './shapes.ts';

type WaitingEvent = 'wait' | 'follow-up-sent' | 'unblock' | 'put-off';

export const WAITING: { readonly [Type in WaitingEvent]: Definition<Type> } = {
  wait: onTask<'wait'>(
    { waitingFor: text, followUpAt: date, comment: text },
    (run, task, event) => {
      const { waitingFor, followUpAt, comment } = event;
      const refusal = refuseClosed(task) ?? refusePast(task, 'followUpAt', followUpAt, event);
      if (refusal) return refusal;
      if (typeof task.validation === 'object' && !task.validation.waitingAllowed) {
        const says = 'may not wait. Its template names nothing to wait for.';
        return refuseTask(task, 'may-not-wait', says);
      }
      if (isBlank(waitingFor)) {
        const says = 'waits for nobody. Say for whom or what.';
        return refuseTask(task, 'invalid', says, { field: 'waitingFor' });
      }
      if (isBlank(comment)) {
        const says = 'waits without a comment. Say what was asked.';
        return refuseTask(task, 'needs-comment', says, { field: 'comment' });
      }
      const waiting = { waitingFor: waitingFor.trim(), followUpAt, comment: comment.trim() };
      return letWait(run, task, waiting);
    },
  ),
  /** Asked again: the task goes on waiting, until another day. */
  'follow-up-sent': onTask<'follow-up-sent'>(
    { followUpAt: date, comment: optional(text) },
    (run, task, event) => {
      if (!task.waiting) return refuseNotWaiting(task);
      const { followUpAt, comment } = event;
      const refusal = refusePast(task, 'followUpAt', followUpAt, event);
      if (refusal) return refusal;
      const said = comment !== undefined && !isBlank(comment) && { comment: comment.trim() };
      return letWait(run, task, { ...task.waiting, followUpAt, ...said });
    },
  ),
  unblock: onTask<'unblock'>({ comment: optional(text) }, (run, task, { at }) => {
    if (!task.waiting) return refuseNotWaiting(task);
    return {
      run: replaceTask(run, { ...without(task, 'waiting'), status: 'todo', resumedAt: at }),
      effects: [{ type: 'task-unblocked', refId: task.refId }],
    };
  }),
  'put-off': onTask<'put-off'>({ to: date, reason: text }, (run, task, event) => {
    const { refId, date: from, firstDate = from } = task;
    const { to, reason } = event;
    const refusal = refuseClosed(task) ?? refusePast(task, 'to', to, event);
    if (refusal) return refusal;
    if (to <= from) {
      const says = `is due on ${from}, not before ${to}. Name a later day.`;
      return refuseTask(task, 'invalid', says, { field: 'to' });
    }
    if (isBlank(reason)) {
      const says = 'is put off without a reason. Write one.';
      return refuseTask(task, 'needs-comment', says, { field: 'reason' });
    }
    return {
      run: replaceTask(run, { ...task, date: to, firstDate }),
      effects: [{ type: 'task-moved', refId, from, to }],
    };
  }),
};

function letWait(run: Run, task: RunTask, waiting: Waiting): Change {
  const { refId } = task;
  return {
    run: replaceTask(run, { ...task, status: 'waiting', waiting }),
    effects: [{ type: 'follow-up-set', refId, followUpAt: waiting.followUpAt }],
  };
}

function refuseNotWaiting(task: RunTask): Refusal {
  return refuseTask(task, 'not-waiting', 'is not waiting.');
}
