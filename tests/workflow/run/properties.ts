/** What holds for a run whatever happens to it, in any order, sensible or not. */
import { expect } from 'vitest';
import { checkCompletion } from '../../../src/workflow/run/check-completion.ts';
import { isSameActor } from '../../../src/workflow/run/guards.ts';
import { nextReady, queueOf } from '../../../src/workflow/run/queue.ts';
import { remindersBetween } from '../../../src/workflow/run/reminders.ts';
import type { Run, RunTask } from '../../../src/workflow/run/run.ts';
import type { RunEvent } from '../../../src/workflow/run/run-event.ts';
import { runSummary } from '../../../src/workflow/run/run-summary.ts';
import { transition } from '../../../src/workflow/run/transition.ts';
import fc from '../../support/generated.ts';
import { deepFreeze } from './run-fixture.ts';
import { mixed, statesOf, stories, strangeEvents } from './stories.ts';

/** Name of the property → whether it holds for so many stories. */
export const PROPERTIES: Readonly<Record<string, (numRuns: number) => void>> = {
  'a run is done exactly while nothing keeps it open, and then in its last stage': holdsForStates(
    ({ status, stage, stages, tasks, bundleLinks, eventCount = 0 }) => {
      if (status === 'cancelled' || eventCount === 0) return;
      const keepsOpen = ({ status: each, optional, reopened }: RunTask) =>
        each === 'waiting' || (each === 'todo' && (!optional || reopened));
      expect(status === 'done').toBe(!tasks.some(keepsOpen));
      expect(stage === stages.at(-1)).toBe(status === 'done');
      for (const task of tasks.filter(isClosed)) {
        if (task.optional && task.status === 'skipped') continue;
        const evidence = { ...task.evidence, bundleLinks, ...task.skip };
        expect(checkCompletion(task, evidence, task.answers)).toEqual({ ok: true });
      }
    },
  ),

  'a verdict is closed only while what it judges is closed': holdsForStates(({ tasks }) => {
    for (const { approval } of tasks.filter(isClosed)) {
      expect(tasks.filter((each) => approval?.of.includes(each.refId) && !isClosed(each))).toEqual(
        [],
      );
    }
  }),

  'nobody closes what they may not close': holdsForStates(({ tasks }) => {
    const closed = tasks.filter(isClosed);
    for (const { refId, notBy = [], closed: act } of closed) {
      for (const other of closed.filter(
        (each) => each.refId !== refId && notBy.includes(each.refId),
      )) {
        const [a, b] = [act?.by, other.closed?.by];
        expect(a && b && isSameActor(a, b), `${refId} and ${other.refId}`).toBe(false);
      }
    }
  }),

  'a task has one claim, and loses it to nobody before it ends': holdsForSteps(
    (before, event, after) => {
      if (event.type !== 'claim' || before === after) return;
      const was = before.tasks.find(({ refId }) => refId === event.refId)?.claim;
      const is = after.tasks.find(({ refId }) => refId === event.refId)?.claim;
      expect(is?.by.id).toBe(event.by?.id);
      if (was && was.by.id !== event.by?.id) {
        expect(Date.parse(was.until)).toBeLessThanOrEqual(Date.parse(event.at));
      }
    },
  ),

  'every accepted event is in the history with its effects; a refused one leaves no trace':
    holdsForSteps((before, event, after, effects) => {
      if (before === after) return;
      expect(after.history?.slice(0, -1)).toStrictEqual(before.history ?? []);
      expect(after.history?.at(-1)).toEqual({ event, effects });
      expect(after.history).toHaveLength(after.eventCount ?? 0);
    }),

  'the events of the history make the same run again, also from JSON': (numRuns) =>
    holds(numRuns, ([run, events]) => {
      const last = statesOf(run, events).at(-1) as Run;
      const past = (last.history ?? []).map(({ event }) => event);
      expect(statesOf(run, past).at(-1)).toStrictEqual(last);
      const stored: Run = JSON.parse(JSON.stringify(run));
      const again = statesOf(stored, JSON.parse(JSON.stringify(past))).at(-1);
      expect(JSON.stringify(again)).toBe(JSON.stringify(last));
    }),

  'a run whose history is kept elsewhere changes in the same way': holdsForSteps(
    (before, event, after, effects) => {
      if (before === after) return;
      const outcome = transition(deepFreeze(withoutHistory(before)), event);
      if ('refused' in outcome) throw new Error(outcome.refused);
      expect(withoutHistory(outcome.run)).toEqual(withoutHistory(after));
      expect(outcome.effects).toEqual(effects);
    },
  ),

  'a command sent again changes nothing and is answered as before': holdsForSteps(
    (before, event, after, effects) => {
      if (before === after) return;
      const again = transition(after, { ...event, at: '2026-08-01' });
      expect(again).toEqual({ run: after, effects, repeated: true });
      const { by, commandId = '' } = event;
      const other = transition(after, {
        at: event.at,
        ...(by && { by }),
        commandId,
        type: 'rename',
        title: 'Else',
      });
      expect(other).toMatchObject({ code: 'command-reused', field: 'commandId' });
    },
  ),

  'an act that is corrected at once leaves the run as it was before': holdsForSteps(
    (before, event, after) => {
      const refId = 'refId' in event ? (event.refId ?? '') : '';
      const task = after.tasks.find((each) => each.refId === refId);
      if (before === after || task?.lastAct?.eventNumber !== after.eventCount) return;
      const outcome = transition(after, {
        at: event.at,
        ...(event.by && { by: event.by }),
        type: 'correct',
        refId,
        of: event.commandId ?? '',
        reason: 'A slip.',
        commandId: 'correction',
      });
      if ('refused' in outcome) {
        expect(['cancelled', 'needs-person', 'needs-actor', 'not-by']).toContain(outcome.code);
        return;
      }
      expect(comparable(outcome.run, refId)).toEqual(comparable(before, refId));
      expect(outcome.run.history?.slice(0, -1)).toStrictEqual(after.history);
    },
  ),

  'stages go forward, but for a run that opens again or is corrected': holdsForSteps(
    (before, event, after) => {
      if (event.type === 'correct' || before.status === 'done') return;
      const place = ({ stage, stages }: Run) => stages.indexOf(stage);
      expect(place(after)).toBeGreaterThanOrEqual(place(before));
    },
  ),

  'no open task disappears from the queue, and only what can be begun is offered': holdsForStates(
    (state) => {
      const open = state.tasks.filter((task) => !isClosed(task));
      for (const today of ['2026-06-01', '2026-07-22', '2026-09-01']) {
        const queue = queueOf(state, { today });
        if (state.status === 'cancelled') expect(queue).toEqual([]);
        else expect(queue).toHaveLength(open.length);
        const { counts, progress } = runSummary(state, { today });
        expect(counts.done + counts.skipped).toBe(state.tasks.length - open.length);
        expect(progress.closed).toBeLessThanOrEqual(progress.total);
        for (const { task } of nextReady([state], { today, asker: 'agent' })) {
          const before = [...(task.dependsOn ?? []), ...(task.approval?.of ?? [])];
          expect(open.filter(({ refId }) => before.includes(refId))).toEqual([]);
          expect(typeof task.humanGate).not.toBe('string');
        }
      }
      const range = { after: '2026-01-01T00:00:00Z', until: '2027-01-01T00:00:00Z' };
      const keys = remindersBetween(state, { ...range, timeZone: 'Europe/Berlin' }).map(
        ({ key }) => key,
      );
      expect(new Set(keys).size).toBe(keys.length);
    },
  ),

  'any JSON in place of an event is accepted or refused, and never breaks a run': (numRuns) =>
    fc.assert(
      fc.property(strangeEvents, (events) => {
        const sent: RunEvent[] = JSON.parse(JSON.stringify(events));
        const last = statesOf(mixed, sent).at(-1) as Run;
        expect(JSON.parse(JSON.stringify(last))).toEqual(last);
        expect(last.history ?? []).toHaveLength(last.eventCount ?? 0);
        queueOf(last, { today: '2026-07-22' });
        runSummary(last, { now: '2026-07-22T09:00:00Z', timeZone: 'Asia/Kolkata' });
      }),
      { numRuns },
    ),
};

function holds(numRuns: number, check: (story: [Run, RunEvent[]]) => void): void {
  fc.assert(fc.property(stories, check), { numRuns });
}

function holdsForStates(check: (state: Run) => void) {
  return (numRuns: number) =>
    holds(numRuns, ([run, events]) => {
      for (const state of new Set(statesOf(run, events))) check(state);
    });
}

function holdsForSteps(
  check: (before: Run, event: RunEvent, after: Run, effects: unknown) => void,
) {
  return (numRuns: number) =>
    holds(numRuns, ([run, events]) => {
      let before = deepFreeze(run);
      for (const event of events) {
        const outcome = transition(before, deepFreeze(event));
        const after = 'refused' in outcome ? before : deepFreeze(outcome.run);
        check(before, event, after, 'refused' in outcome ? [] : outcome.effects);
        before = after;
      }
    });
}

function isClosed({ status }: RunTask): boolean {
  return status === 'done' || status === 'skipped';
}

function withoutHistory({ history: _history, ...state }: Run): Run {
  return state;
}

/** The state that a correction has to bring back: all but what counts and remembers events. */
function comparable(run: Run, refId: string) {
  const { history: _history, eventCount: _count, status = 'active', tasks, ...rest } = run;
  return {
    ...rest,
    status,
    tasks: tasks.map(({ lastAct, verdicts, ...task }) => ({
      ...task,
      // A verdict that was taken back stays on record.
      verdicts: verdicts?.filter(({ corrected }) => !corrected) ?? [],
      ...(task.refId !== refId && { lastAct }),
    })),
  };
}
