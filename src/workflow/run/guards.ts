/** What keeps an event away from a task; each is asked by several events. Browser-safe. */
import { listing, quote } from '../../diagnostics/wording.ts';
import { gateReason } from '../plan/task-words.ts';
import { type Refusal, refuse, refuseTask } from './refusal.ts';
import {
  isClaimed,
  isClosed,
  needsPerson,
  openDependencies,
  type Run,
  type RunTask,
} from './run.ts';
import type { Actor, Happening } from './run-event.ts';
import { dayOf } from './shapes.ts';

export function refuseClosed(task: RunTask): Refusal | undefined {
  if (!isClosed(task)) return undefined;
  return refuseTask(task, 'closed', `is ${task.status} already. Reopen it to change that.`);
}

/** What may not be closed, or begun, by this actor at this moment. */
export function refuseWork(run: Run, task: RunTask, { at, by }: Happening): Refusal | undefined {
  return refuseClosed(task) ?? refuseUnapproved(run) ?? refuseClaimed(task, at, by);
}

/** What may not be closed by this actor, whatever there is to show. */
export function refuseClosing(run: Run, task: RunTask, event: Happening): Refusal | undefined {
  return (
    refuseWork(run, task, event) ??
    refuseWithoutPerson(run, task, event.by) ??
    refuseSameActor(run, task, event.by)
  );
}

export function refuseBlocked(run: Run, task: RunTask): Refusal | undefined {
  const blockers = openDependencies(run, task).map(({ refId }) => quote(refId));
  if (blockers.length === 0) return undefined;
  return refuseTask(task, 'blocked', `depends on ${listing(blockers)}. Close that first.`);
}

export function refuseClaimed(task: RunTask, at: string, by?: Actor): Refusal | undefined {
  const { claim } = task;
  if (!claim || !isClaimed(task, at) || claim.by.id === by?.id) return undefined;
  const who = claim.by.name ?? claim.by.id;
  const says = `is claimed by ${quote(who)} until ${claim.until}. Wait, or have it released.`;
  return refuseTask(task, 'claimed', says);
}

/** A day the future is to hold must not lie before the day of the event. */
export function refusePast(
  task: RunTask,
  field: string,
  day: string,
  { at }: Happening,
): Refusal | undefined {
  if (day >= dayOf(at)) return undefined;
  const says = `cannot come back on ${day}, before the day of the event, ${dayOf(at)}. Name a later day.`;
  return refuseTask(task, 'invalid', says, { field });
}

/** Whether one acts for, or as, the other. */
export function isSameActor(a: Actor, b: Actor): boolean {
  const others = [b.id, b.onBehalfOf];
  return [a.id, a.onBehalfOf].some((id) => id !== undefined && others.includes(id));
}

/** The other tasks that `notBy` keeps apart from this one, whichever of the two names the other. */
export function keptApart(run: Run, { refId, notBy = [] }: RunTask): RunTask[] {
  return run.tasks
    .filter((other) => other.refId !== refId)
    .filter((other) => notBy.includes(other.refId) || other.notBy?.includes(refId) === true);
}

/** A gate that asks for a person is asked before the answers of an event are taken, and after. */
export function refuseWithoutPerson(run: Run, task: RunTask, by?: Actor): Refusal | undefined {
  if (!needsPerson(run, task) || by?.kind === 'person') return undefined;
  return refuseTask(task, 'needs-person', `is closed by a person only: ${gateReason(task)}`);
}

/** `notBy`: what one closed may not be closed by the same. */
export function refuseSameActor(run: Run, task: RunTask, by?: Actor): Refusal | undefined {
  const others = keptApart(run, task);
  if (others.length === 0) return undefined;
  if (!by) {
    const names = listing(others.map(({ refId }) => quote(refId)));
    return refuseTask(task, 'needs-actor', `is not for whoever closes ${names}. Say who acts.`, {
      field: 'by',
    });
  }
  const same = others.find(({ closed }) => closed?.by && isSameActor(closed.by, by));
  if (!same) return undefined;
  const says = `is not for whoever closed ${quote(same.refId)}. Let somebody else do it.`;
  return refuseTask(task, 'not-by', says);
}

function refuseUnapproved({ requiresApproval, approved }: Run): Refusal | undefined {
  if (!requiresApproval || approved) return undefined;
  return refuse('not-approved', 'The run is not approved yet. Have it approved first.');
}
