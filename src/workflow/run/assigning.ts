/** The events that say who does a task, and that it is being done. Browser-safe. */
import { quote } from '../../diagnostics/wording.ts';
import { isBlank } from './check-completion.ts';
import { actOf, type Definition, onTask, replaceTask, without } from './event-definition.ts';
import { refuseBlocked, refuseClosed, refuseWork } from './guards.ts';
import { type Refusal, refuseTask } from './refusal.ts';
import { isClaimed, type RunTask } from './run.ts';
import { flag, moment, optional, orNull, text, words } from './shapes.ts';

export const ASSIGNING: {
  readonly [Type in 'assign' | 'claim' | 'release' | 'start' | 'tick']: Definition<Type>;
} = {
  assign: onTask<'assign'>(
    { personId: orNull(words), roleId: optional(words) },
    (run, task, { personId, roleId }) => {
      const refusal = refuseClosed(task);
      if (refusal) return refusal;
      const assigned: RunTask = {
        ...without(task, 'personId'),
        ...(personId !== null && { personId }),
        ...(roleId !== undefined && { assigneeId: roleId }),
      };
      return {
        run: replaceTask(run, assigned),
        effects: [{ type: 'task-assigned', refId: task.refId, personId }],
      };
    },
  ),
  claim: onTask<'claim'>({ until: moment }, (run, task, event) => {
    const { by, until, at } = event;
    if (!by) return refuseNobody(task);
    const refusal = refuseWork(run, task, event) ?? refuseBlocked(run, task);
    if (refusal) return refusal;
    const claim = { ...actOf(event), by, until };
    const claimed = { ...task, claim };
    if (!isClaimed(claimed, at)) {
      const says = `cannot be claimed until ${until}, which is past. Name a later moment.`;
      return refuseTask(task, 'invalid', says, { field: 'until' });
    }
    return {
      run: replaceTask(run, claimed),
      effects: [{ type: 'task-claimed', refId: task.refId }],
    };
  }),
  release: onTask<'release'>({ reason: optional(text) }, (run, task, { by, reason }) => {
    if (!task.claim) return refuseTask(task, 'not-claimed', 'is not claimed.');
    if (task.claim.by.id !== by?.id && isBlank(reason)) {
      const says = `is claimed by ${quote(task.claim.by.id)}. Say why it is released.`;
      return refuseTask(task, 'claimed', says, { field: 'reason' });
    }
    return {
      run: replaceTask(run, without(task, 'claim', 'started')),
      effects: [{ type: 'task-released', refId: task.refId }],
    };
  }),
  start: onTask<'start'>({}, (run, task, event) => {
    const refusal = refuseWork(run, task, event) ?? refuseBlocked(run, task);
    if (refusal) return refusal;
    if (task.waiting) return refuseTask(task, 'waiting', 'is waiting. End that first.');
    if (task.started) return refuseTask(task, 'started', `is started since ${task.started.at}.`);
    return {
      run: replaceTask(run, { ...task, started: actOf(event) }),
      effects: [{ type: 'task-started', refId: task.refId }],
    };
  }),
  tick: onTask<'tick'>({ step: words, done: flag }, (run, task, event) => {
    const { step, done } = event;
    const { refId, ticks = [] } = task;
    const refusal = refuseClosed(task);
    if (refusal) return refusal;
    const isTicked = ticks.some((tick) => tick.step === step);
    if (isTicked === done) return { run, effects: [] };
    const others = ticks.filter((tick) => tick.step !== step);
    const left = done ? [...others, { ...actOf(event), step }] : others;
    const ticked = { ...without(task, 'ticks'), ...(left.length > 0 && { ticks: left }) };
    return {
      run: replaceTask(run, ticked),
      effects: [{ type: done ? 'step-ticked' : 'step-unticked', refId, step }],
    };
  }),
};

function refuseNobody(task: RunTask): Refusal {
  return refuseTask(task, 'needs-actor', 'is claimed by nobody. Say who acts.', { field: 'by' });
}
