/**
 * The one way a run changes: an event goes in, and out comes the run after it with what it
 * brought about, or the reason why nothing happened. Applying the events of a history to the
 * bundle it began with gives the same run again. Pure, without a clock. Browser-safe.
 */
import { nearest } from '../../diagnostics/suggest.ts';
import { didYouMean, quote } from '../../diagnostics/wording.ts';
import { isSame } from '../diff/compare-values.ts';
import { changedKeys } from './changed-keys.ts';
import { actOf, type Change, type Definition, replaceTask, without } from './event-definition.ts';
import { EVENTS } from './events.ts';
import { type Refusal, refuse } from './refusal.ts';
import { nextEventNumber, type Run } from './run.ts';
import type { HistoryEntry, RunEvent } from './run-event.ts';
import { RUN } from './run-shape.ts';
import { settle } from './settle.ts';
import {
  actor,
  isMapping,
  isTooDeep,
  occasion,
  optional,
  refuseShape,
  text,
  words,
} from './shapes.ts';

export type Transition = (Change & { readonly repeated?: true }) | Refusal;

const HAPPENING = {
  type: text,
  at: occasion,
  by: optional(actor),
  commandId: optional(words),
};

/** What says itself what it is about, leaves a task as it is, or is taken back by its like. */
const LEAVE_NO_ACT: ReadonlySet<RunEvent['type']> = new Set(['correct', 'comment', 'tick']);

/**
 * The run after the event. Nothing given is changed, a refused event leaves no trace, and nothing
 * is thrown, whatever JSON is given.
 *
 * - A task is done when `checkCompletion` says so, nothing it depends on is open, and neither
 *   `humanGate`, `notBy`, a claim nor a missing approval of the run keeps the actor from it. It is
 *   left out if it is optional, or with a closing note. One with `approval` is closed by a verdict.
 * - It waits for somebody until a day, with a comment; `follow-up-sent` names another day.
 * - Closed tasks open again as soon as what they had to show, or what they judge, is no longer so.
 * - `stageOnComplete` of a task done or left out moves the run forward in `stages`, never back, and
 *   never into the last one. The run is done, and in its last stage, exactly while no task is waiting and every
 *   task that is not optional is closed. Reopening a task, an optional one too, reopens the run
 *   until it is closed again, and leads back to the stage before.
 * - A command (`commandId` of one actor) that is in the history happens once: sent again it is
 *   answered as it was, with `repeated`, and the run as it is now. `at` may differ then.
 * - A run whose history is kept elsewhere changes in the same way; who keeps it finds repetitions.
 */
export function transition(run: Run, event: RunEvent): Transition {
  if (isTooDeep(event)) return refuse('invalid', 'The event is nested too deep to be one.');
  const definition = definitionOf(event);
  const refusal =
    refuseRun(run) ??
    ('refused' in definition
      ? definition
      : refuseShape(
          { ...event },
          { ...HAPPENING, ...definition.shape },
          { noun: quote(event.type) },
        ));
  if (refusal || 'refused' in definition) return refusal ?? (definition as Refusal);
  const repetition = answerAgain(run, event);
  if (repetition) return repetition;
  if (run.cancelled && !definition.survivesCancelling) {
    return refuse('cancelled', `The run is cancelled since ${run.cancelled.at}.`);
  }
  // A copy: what the caller does with the event later must not rewrite history.
  const happened = structuredClone(event);
  const change = definition.apply(run, happened);
  if ('refused' in change) return change;
  const settled = settle(run, change);
  const history = [...(run.history ?? []), { event: happened, effects: settled.effects }];
  const after = {
    ...signed(run, settled.run, happened),
    eventCount: nextEventNumber(run),
    history,
  };
  return { run: after, effects: settled.effects };
}

/** The table says for each type what its events are; which one this is, only its type says. */
function definitionOf(event: unknown): Definition<RunEvent['type']> | Refusal {
  if (!isMapping(event)) {
    return refuse('unknown-event', `${quote(event)} is not an event of a run. Give a mapping.`);
  }
  const definitions = new Map(Object.entries(EVENTS));
  const { type } = event;
  const definition = typeof type === 'string' ? definitions.get(type) : undefined;
  if (definition) return definition as unknown as Definition<RunEvent['type']>;
  const near = typeof type === 'string' ? nearest(type, definitions.keys()) : undefined;
  const says = `${quote(type)} is not an event of a run.${didYouMean(near)}`;
  return refuse('unknown-event', says, { field: 'type' });
}

function refuseRun(run: unknown): Refusal | undefined {
  if (RUN.accepts(run)) return undefined;
  return refuse('not-a-run', 'There is no run that this could happen to.');
}

/** What a command of the history was answered, or why it is none of them although it says so. */
function answerAgain(run: Run, event: RunEvent): Transition | undefined {
  const { history = [] } = run;
  const { commandId } = event;
  if (commandId === undefined) return undefined;
  const first = history.find(
    (entry) => entry.event.commandId === commandId && entry.event.by?.id === event.by?.id,
  );
  if (!first) return undefined;
  if (isSameBody(first, event)) return { run, effects: first.effects, repeated: true };
  const says = `The command ${quote(commandId)} was ${quote(first.event.type)} with other words. Give a new one another id.`;
  return refuse('command-reused', says, { field: 'commandId' });
}

function isSameBody({ event: first }: HistoryEntry, again: RunEvent): boolean {
  return isSame(without(first, 'at', 'by'), without(again, 'at', 'by'));
}

/** The task that an event changed on purpose remembers how to take that back. */
function signed(before: Run, after: Run, event: RunEvent): Run {
  const refId = 'refId' in event ? event.refId : undefined;
  if (refId === undefined || LEAVE_NO_ACT.has(event.type)) return after;
  const task = after.tasks.find((each) => each.refId === refId);
  const changes = changedKeys(before, after);
  if (!task || !changes.some((each) => each.refId === refId)) return after;
  const { type, commandId } = event;
  const lastAct = {
    ...actOf(event),
    ...(commandId !== undefined && { commandId }),
    eventNumber: nextEventNumber(before),
    type,
    changes,
  };
  return replaceTask(after, { ...task, lastAct });
}
