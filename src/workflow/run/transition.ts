/**
 * The one way a run changes: an event goes in, and out comes the run after it with what it
 * brought about, or the reason why nothing happened. Applying the events of a history to the
 * bundle it began with gives the same run again. Pure, without a clock. Browser-safe.
 */
import { Temporal } from 'temporal-polyfill';
import { nearest } from '../../diagnostics/suggest.ts';
import { didYouMean, quote } from '../../diagnostics/wording.ts';
import {
  completionOf,
  DONE_STAGE,
  type Effect,
  isClosed,
  openDependencies,
  openTasks,
  type Run,
  type RunEvent,
  type RunTask,
} from './run.ts';
import { type Change, type Refusal, refuse, replaceTask } from './run-change.ts';
import { giveEvidence, setLink } from './run-evidence.ts';
import { complete, reopen, sendFollowUp, skip, unblock, wait } from './task-events.ts';

export type Transition = Change | Refusal;

/**
 * The run after the event. Nothing given is changed, and a refused event leaves no trace.
 *
 * - A task is done when `checkCompletion` says so, nothing it depends on is open and, behind a
 *   `humanGate`, a person did it. It is left out if it is optional, or with a closing note.
 * - It waits for somebody until a day, with a comment; `follow-up-sent` names another day.
 * - Closed tasks open again as soon as what they had to show is no longer there.
 * - `stageOnComplete` moves the run forward in `stages`, never back, and never to `done`.
 * - The run is done, and in the stage `done` if it has one, exactly while no task is waiting and
 *   every task that is not optional is closed. Reopening a task, an optional one too, reopens
 *   the run until it is closed again, and leads back to the stage before.
 */
export function transition(run: Run, event: RunEvent): Transition {
  // A copy: what the caller does with the event later must not rewrite history.
  const happened = structuredClone(event);
  const change = isMoment(happened.at)
    ? apply(run, happened)
    : refuse(`${quote(event.at)} is not a moment. Write a date, or date and time with offset.`);
  if ('refused' in change) return change;
  const { run: after, effects } = settle(run, change);
  const history = [...(run.history ?? []), { event: happened, effects }];
  return { run: { ...after, history }, effects };
}

function apply(run: Run, event: RunEvent): Transition {
  if (event.type === 'set-link') return setLink(run, event.name, event.url);
  const { refId } = event;
  const task = run.tasks.find((each) => each.refId === refId);
  if (!task) {
    const known = run.tasks.map((each) => each.refId);
    const near = typeof refId === 'string' ? nearest(refId, known) : undefined;
    return refuse(`${quote(refId)} is not a task of this run.${didYouMean(near)}`);
  }
  switch (event.type) {
    case 'complete':
      return advance(complete(run, task, event), task);
    case 'wait':
      return wait(run, task, event);
    case 'follow-up-sent':
      return sendFollowUp(run, task, event);
    case 'unblock':
      return unblock(run, task);
    case 'reopen':
      return reopen(run, task);
    case 'skip':
      return skip(run, task, event);
    case 'set-evidence':
      return giveEvidence(run, task, event.evidence ?? {});
    default:
      // Only JSON from elsewhere comes here.
      return refuse(`${quote((event as { type?: unknown }).type)} is not an event of a run.`);
  }
}

/** Forward to the stage the task leads to, short of the one that says all is done. */
function advance(change: Transition, { stageOnComplete }: RunTask): Transition {
  if ('refused' in change || stageOnComplete === undefined) return change;
  const { run, effects } = change;
  const { stage: from, stages } = run;
  const isForward = stages.indexOf(stageOnComplete) > stages.indexOf(from);
  const end = stages.indexOf(DONE_STAGE);
  if (!isForward || (end >= 0 && stages.indexOf(stageOnComplete) >= end)) {
    const open = openTasks(run).map(({ refId }) => refId);
    const isHeld = stageOnComplete === DONE_STAGE && open.length > 0;
    return isHeld ? { run, effects: [...effects, { type: 'done-held', open }] } : change;
  }
  return {
    run: { ...run, stage: stageOnComplete },
    effects: [...effects, { type: 'stage-changed', from, to: stageOnComplete }],
  };
}

/** What follows from a change for the other tasks and for the run as a whole. */
function settle(before: Run, change: Change): Change {
  const questioned = reopenUnproven(change);
  const { run } = questioned;
  const ready = run.tasks
    .filter((task) => task.status === 'todo' && openDependencies(run, task).length === 0)
    .filter((task) => openDependencies(before, task).length > 0)
    .map(({ refId }): Effect => ({ type: 'task-ready', refId }));
  return closeOrReopen(before, { run, effects: [...questioned.effects, ...ready] });
}

function reopenUnproven({ run, effects }: Change): Change {
  let after = run;
  const lost: Effect[] = [];
  for (const task of run.tasks) {
    const completion = isClosed(task) ? completionOf(run, task) : undefined;
    if (!completion || completion.ok) continue;
    const { skip: _skip, ...rest } = task;
    const { missing } = completion;
    after = replaceTask(after, { ...rest, status: 'todo', reopened: true, lostEvidence: missing });
    lost.push({ type: 'evidence-lost', refId: task.refId, missing });
  }
  return { run: after, effects: [...effects, ...lost] };
}

function closeOrReopen(before: Run, { run, effects }: Change): Change {
  const wasDone = before.status === 'done';
  const isDone = openTasks(run).length === 0;
  const status = isDone ? 'done' : 'active';
  if (wasDone === isDone) return { run: { ...run, status }, effects };
  const stage = isDone ? doneStage(run) : stageBeforeDone(run);
  const moved: Effect[] =
    stage === run.stage ? [] : [{ type: 'stage-changed', from: run.stage, to: stage }];
  return {
    run: { ...run, status, stage },
    effects: [...effects, ...moved, { type: isDone ? 'run-done' : 'run-reopened' }],
  };
}

function doneStage({ stage, stages }: Run): string {
  return stages.includes(DONE_STAGE) ? DONE_STAGE : stage;
}

/** Where the run was when it was done last. */
function stageBeforeDone({ stage, history = [] }: Run): string {
  if (stage !== DONE_STAGE) return stage;
  const moves = history.flatMap(({ effects }) => effects);
  const last = moves.findLast((each) => each.type === 'stage-changed' && each.to === DONE_STAGE);
  return last?.type === 'stage-changed' ? last.from : stage;
}

/** A calendar date or an instant (ISO 8601, RFC 3339). */
function isMoment(value: string): boolean {
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(value)) Temporal.PlainDate.from(value);
    else Temporal.Instant.from(value);
    return true;
  } catch {
    return false;
  }
}
