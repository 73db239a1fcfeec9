/**
 * What each event does to one task, or why it is refused. What follows from it for the run
 * (stage, status, other tasks) is none of its business. Pure. Browser-safe.
 */
import { listing, quote } from '../../diagnostics/wording.ts';
import { parseDate } from '../dates/calendar.ts';
import { ImpossibleDate } from '../plan/plan-error.ts';
import { gateReason } from '../plan/task-words.ts';
import { isBlank, type Missing } from './check-completion.ts';
import {
  completionOf,
  isClosed,
  openDependencies,
  type Run,
  type RunEvent,
  type RunTask,
} from './run.ts';
import { type Change, type Refusal, refuse, replaceTask } from './run-change.ts';
import { giveEvidence } from './run-evidence.ts';
import { waiverOf } from './skip-closure.ts';

type EventOf<Type extends RunEvent['type']> = Extract<RunEvent, { readonly type: Type }>;

export function complete(run: Run, task: RunTask, event: EventOf<'complete'>): Change | Refusal {
  const refusal = refuseClosed(task) ?? refuseWithoutPerson(task, event);
  if (refusal) return refusal;
  const blockers = openDependencies(run, task).map(({ refId }) => quote(refId));
  if (blockers.length > 0) {
    return refuse(`${nameOf(task)} depends on ${listing(blockers)}. Close that first.`);
  }
  const shown = giveEvidence(run, task, event.evidence ?? {});
  if ('refused' in shown) return shown;
  const done: RunTask = { ...cleared(taskOf(shown.run, task.refId)), status: 'done' };
  const completion = completionOf(shown.run, done);
  if (!completion.ok) return refuseMissing(task, completion.missing);
  return {
    run: replaceTask(shown.run, done),
    effects: [...shown.effects, { type: 'task-done', refId: task.refId }],
  };
}

/** Leaves a task out: an optional one for any reason, another with a closing note of its template. */
export function skip(run: Run, task: RunTask, event: EventOf<'skip'>): Change | Refusal {
  const refusal = refuseClosed(task) ?? refuseWithoutPerson(task, event);
  if (refusal) return refusal;
  const { comment, externalStatus } = event;
  const note = {
    ...(!isBlank(comment) && { comment }),
    ...(!isBlank(externalStatus) && { externalStatus }),
  };
  if (task.optional && isBlank(comment)) {
    return refuse(`${nameOf(task)} is left out without a reason. Write a comment.`);
  }
  if (!task.optional && !waiverOf(task.validation, note)) {
    return refuse(
      `${nameOf(task)} is not optional, and the comment is none of the notes that close it. ` +
        'Complete it, or write such a note word for word.',
    );
  }
  const skipped: RunTask = { ...cleared(task), status: 'skipped', skip: note };
  const completion = completionOf(run, skipped);
  if (!completion.ok) return refuseMissing(task, completion.missing);
  return {
    run: replaceTask(run, skipped),
    effects: [{ type: 'task-skipped', refId: task.refId }],
  };
}

export function wait(run: Run, task: RunTask, event: EventOf<'wait'>): Change | Refusal {
  const { refId, waitingFor, followUpAt, comment } = event;
  const refusal = refuseClosed(task) ?? refuseDate(followUpAt);
  if (refusal) return refusal;
  if (typeof task.validation !== 'string' && !task.validation.waitingAllowed) {
    return refuse(`${nameOf(task)} may not wait. Its template names nothing to wait for.`);
  }
  if (isBlank(waitingFor)) return refuse(`${nameOf(task)} waits for nobody. Say for whom or what.`);
  if (isBlank(comment))
    return refuse(`${nameOf(task)} waits without a comment. Say what was asked.`);
  const waiting = { waitingFor, followUpAt, comment };
  return {
    run: replaceTask(run, { ...task, status: 'waiting', waiting }),
    effects: [{ type: 'follow-up-set', refId, followUpAt }],
  };
}

/** Asked again: the task goes on waiting, until another day. */
export function sendFollowUp(
  run: Run,
  task: RunTask,
  { refId, followUpAt, comment }: EventOf<'follow-up-sent'>,
): Change | Refusal {
  if (!task.waiting) return refuseNotWaiting(task);
  const refusal = refuseDate(followUpAt);
  if (refusal) return refusal;
  const words = comment !== undefined && !isBlank(comment) ? comment : task.waiting.comment;
  const waiting = { ...task.waiting, followUpAt, comment: words };
  return {
    run: replaceTask(run, { ...task, waiting }),
    effects: [{ type: 'follow-up-set', refId, followUpAt }],
  };
}

export function unblock(run: Run, task: RunTask): Change | Refusal {
  if (!task.waiting) return refuseNotWaiting(task);
  const { waiting: _waiting, ...rest } = task;
  return {
    run: replaceTask(run, { ...rest, status: 'todo' }),
    effects: [{ type: 'task-unblocked', refId: task.refId }],
  };
}

/** Evidence stays: what was shown once is shown again when the task is completed again. */
export function reopen(run: Run, task: RunTask): Change | Refusal {
  if (!isClosed(task)) return refuse(`${nameOf(task)} is open already.`);
  const { skip: _skip, ...rest } = task;
  return {
    run: replaceTask(run, { ...rest, status: 'todo', reopened: true }),
    effects: [{ type: 'task-reopened', refId: task.refId }],
  };
}

/** Without what only open tasks have. */
function cleared(task: RunTask): Omit<RunTask, 'status'> {
  const { status: _status, waiting: _waiting, ...rest } = task;
  const { reopened: _reopened, lostEvidence: _lost, ...closed } = rest;
  return closed;
}

function taskOf(run: Run, refId: string): RunTask {
  // Callers found the task in this run before.
  return run.tasks.find((task) => task.refId === refId) as RunTask;
}

function nameOf({ refId }: RunTask): string {
  return `Task ${quote(refId)}`;
}

function refuseClosed(task: RunTask): Refusal | undefined {
  if (!isClosed(task)) return undefined;
  return refuse(`${nameOf(task)} is ${task.status} already. Reopen it to change that.`);
}

function refuseNotWaiting(task: RunTask): Refusal {
  return refuse(`${nameOf(task)} is not waiting.`);
}

function refuseWithoutPerson(task: RunTask, { by }: RunEvent): Refusal | undefined {
  if (task.humanGate === undefined || by?.kind === 'person') return undefined;
  return refuse(`${nameOf(task)} is closed by a person only: ${gateReason(task)}`);
}

function refuseMissing(task: RunTask, missing: readonly Missing[]): Refusal {
  const names = [...new Set(missing.map(({ name }) => quote(name)))];
  return { refused: `${nameOf(task)} is not done: ${listing(names)} missing.`, missing };
}

function refuseDate(value: unknown): Refusal | undefined {
  if (typeof value !== 'string') {
    return refuse(`${quote(value)} is not a date. Write one such as \`2026-07-22\`.`);
  }
  try {
    parseDate(value);
    return undefined;
  } catch (error) {
    if (error instanceof ImpossibleDate) return refuse(error.message);
    throw error;
  }
}
