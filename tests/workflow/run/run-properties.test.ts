/** What holds for a run whatever happens to it, in any order, sensible or not. */
import { describe, expect, test } from 'vitest';
import { planWorkflow } from '../../../src/workflow/plan/plan.ts';
import { checkCompletion, type Evidence } from '../../../src/workflow/run/check-completion.ts';
import { nextReady, queueOf } from '../../../src/workflow/run/queue.ts';
import type { Run, RunEvent } from '../../../src/workflow/run/run.ts';
import { transition } from '../../../src/workflow/run/transition.ts';
import fc from '../../support/generated.ts';
import {
  compileRuntimeTemplate,
  RUNTIME_TEMPLATES,
  readRuntimeTemplate,
} from '../runtime-template.ts';
import { ADDRESS, deepFreeze, smallRun } from './run-fixture.ts';

const NOTE = 'no book';
const WAITING = { for: 'reply', followUpDays: 2 };

/** One task of every kind, so that most sequences of events get somewhere. */
const mixed = smallRun(
  [
    { requiredLinkName: 'Video', waiting: WAITING, stageOnComplete: 'announced' },
    {
      proofRequirement: { type: 'comment', label: 'Sent', required: true },
      requiredBundleLinks: ['Video'],
      waiting: WAITING,
      dependsOn: ['task-0'],
      stageOnComplete: 'after-event',
    },
    { requiresFile: true, optional: true, waiting: WAITING },
    {
      proofRequirement: { type: 'external-status', label: 'Booked', required: true },
      validation: { skipClosure: { allowedStatuses: [NOTE] } },
      humanGate: 'Money moves.',
    },
    { stageOnComplete: 'done' },
  ],
  { bundleLinkDefinitions: [{ name: 'Video' }] },
);
const real = RUNTIME_TEMPLATES.map((name) =>
  planWorkflow(compileRuntimeTemplate(readRuntimeTemplate(name)), { anchor: '2026-07-22' }),
);
const runs = fc.constantFrom<Run[]>(mixed, mixed, ...real);

const texts = fc.constantFrom('', '  ', 'Sent.', NOTE, ADDRESS);
const dates = fc.constantFrom('2026-07-20', '2026-07-25', '2026-02-30', '');
const evidences: fc.Arbitrary<Evidence> = fc.record(
  {
    link: fc.constantFrom(ADDRESS, '', 'no address'),
    files: fc.constantFrom(['a.pdf'], [], [' ']),
    comment: texts,
    externalStatus: texts,
    approvedArtifacts: fc.constantFrom(['cut'], []),
  },
  { requiredKeys: [] },
);

function eventsOf(run: Run): fc.Arbitrary<RunEvent> {
  const task = {
    at: fc.constantFrom('2026-07-01', '2026-07-02T10:00:00+02:00'),
    by: fc.constantFrom<NonNullable<RunEvent['by']>[]>(
      { kind: 'person', name: 'Pat' },
      { kind: 'agent', name: 'Bot' },
    ),
    refId: fc.constantFrom('nobody', ...run.tasks.map(({ refId }) => refId)),
  };
  const { refId: _refId, ...happening } = task;
  const name = fc.constantFrom('Nothing', ...run.bundleLinks.map((link) => link.name));
  const type = <Type extends string>(value: Type) => fc.constant(value);
  return fc.oneof(
    { weight: 4, arbitrary: fc.record({ ...task, type: type('complete'), evidence: evidences }) },
    fc.record({
      ...task,
      type: type('wait'),
      waitingFor: texts,
      followUpAt: dates,
      comment: texts,
    }),
    fc.record({ ...task, type: type('follow-up-sent'), followUpAt: dates, comment: texts }),
    fc.record({ ...task, type: fc.constantFrom('unblock' as const, 'reopen' as const) }),
    fc.record({ ...task, type: type('skip'), comment: texts }),
    fc.record({ ...task, type: type('set-evidence'), evidence: evidences }),
    fc.record({ ...happening, type: type('set-link'), name, url: fc.constantFrom(ADDRESS, '') }),
  );
}

/** A run and what is tried on it. */
const stories = runs.chain((run) =>
  fc.tuple(fc.constant(run), fc.array(eventsOf(run), { maxLength: 60, size: 'max' })),
);

/** Every state of the run, the first one included. */
function statesOf(first: Run, events: readonly RunEvent[]): Run[] {
  const states = [deepFreeze(first)];
  for (const event of events) {
    const last = states.at(-1) as Run;
    const outcome = transition(last, deepFreeze(event));
    states.push(deepFreeze('refused' in outcome ? last : outcome.run));
  }
  return states;
}

describe('whatever happens', () => {
  test('no run is done with missing proof, something open or something waiting', () => {
    fc.assert(
      fc.property(stories, ([run, events]) => {
        for (const { status, stage, tasks, bundleLinks } of statesOf(run, events)) {
          expect(stage === 'done').toBe(status === 'done');
          if (status !== 'done') continue;
          for (const task of tasks) {
            expect(task.status).not.toBe('waiting');
            const isLeftOpen = task.optional && task.status !== 'done';
            if (!isLeftOpen) {
              const evidence = { ...task.evidence, bundleLinks, ...task.skip };
              expect(checkCompletion(task, evidence)).toEqual({ ok: true });
            }
          }
        }
      }),
    );
  });

  test('runs do become done, and open again', () => {
    const statuses = fc
      .sample(stories, { numRuns: 400, seed: 1 })
      .map(([run, events]) => statesOf(run, events).map(({ status }) => status));
    expect(statuses.some((each) => each.includes('done'))).toBe(true);
    expect(
      statuses.some(
        (each) => each.lastIndexOf('active') > each.indexOf('done') && each.includes('done'),
      ),
    ).toBe(true);
  });

  test('the events of its history make the same run again, also from JSON', () => {
    fc.assert(
      fc.property(stories, ([run, events]) => {
        const last = statesOf(run, events).at(-1) as Run;
        const again = statesOf(
          run,
          (last.history ?? []).map(({ event }) => event),
        ).at(-1);
        expect(again).toStrictEqual(last);
        const stored: Run = JSON.parse(JSON.stringify(run));
        const replayed = statesOf(
          stored,
          JSON.parse(JSON.stringify(last.history ?? [])).map(
            ({ event }: { event: RunEvent }) => event,
          ),
        ).at(-1);
        expect(JSON.stringify(replayed)).toBe(JSON.stringify(last));
      }),
    );
  });

  test('history grows by the event and loses nothing; a refused event leaves no trace', () => {
    fc.assert(
      fc.property(stories, ([run, events]) => {
        const states = statesOf(run, events);
        events.forEach((event, index) => {
          const [before, after] = [states[index] as Run, states[index + 1] as Run];
          if (before === after) return;
          expect(after.history?.slice(0, -1)).toStrictEqual(before.history ?? []);
          expect(after.history?.at(-1)?.event).toEqual(event);
        });
      }),
    );
  });

  test('stages go forward, but for a run that opens again', () => {
    fc.assert(
      fc.property(stories, ([run, events]) => {
        const states = statesOf(run, events);
        let furthest = 0;
        for (const [index, { stage, stages, status }] of states.entries()) {
          const place = stages.indexOf(stage);
          const isReopened = states[index - 1]?.status === 'done' && status === 'active';
          if (isReopened) expect(place).toBeGreaterThanOrEqual(furthest);
          else if (index > 0)
            expect(place).toBeGreaterThanOrEqual(stages.indexOf(states[index - 1]?.stage ?? ''));
          if (status !== 'done') furthest = place;
        }
      }),
    );
  });

  test('no open task disappears from the queue, and only what can be begun is offered', () => {
    const days = fc.constantFrom('2026-06-01', '2026-07-20', '2026-07-22', '2026-09-01');
    fc.assert(
      fc.property(stories, days, ([run, events], today) => {
        for (const state of statesOf(run, events)) {
          const open = state.tasks.filter(
            ({ status }) => status === 'todo' || status === 'waiting',
          );
          const queue = queueOf(state, { today });
          expect(queue.map(({ task }) => task.refId).sort()).toEqual(
            open.map(({ refId }) => refId).sort(),
          );
          for (const { task, risks } of queue) {
            if (task.date > today && !task.waiting) {
              expect(risks.filter(({ reason }) => reason !== 'overdue-dependency')).toEqual([]);
            }
          }
          for (const { task } of nextReady([state], { today, asker: 'agent' })) {
            const blockers = open.filter(({ refId }) => task.dependsOn?.includes(refId));
            expect(blockers).toEqual([]);
            expect(task.humanGate).toBeUndefined();
          }
        }
      }),
    );
  });

  test('an event of any JSON is accepted or refused, and never breaks a run', () => {
    const types = ['complete', 'wait', 'follow-up-sent', 'unblock', 'reopen', 'skip'];
    const strange = fc.record(
      {
        at: fc.oneof(fc.constant('2026-07-01'), fc.jsonValue()),
        by: fc.jsonValue(),
        type: fc.oneof(fc.constantFrom(...types, 'set-evidence', 'set-link'), fc.jsonValue()),
        refId: fc.oneof(fc.constantFrom('task-0', 'task-1', 'task-3'), fc.jsonValue()),
        evidence: fc.oneof(
          fc.jsonValue(),
          fc.record({ link: fc.jsonValue(), comment: fc.jsonValue(), bundleLinks: fc.jsonValue() }),
        ),
        name: fc.oneof(fc.constant('Video'), fc.jsonValue()),
        url: fc.jsonValue(),
        comment: fc.jsonValue(),
        externalStatus: fc.jsonValue(),
        waitingFor: fc.jsonValue(),
        followUpAt: fc.oneof(dates, fc.jsonValue()),
      },
      { requiredKeys: ['type'] },
    );
    fc.assert(
      fc.property(fc.array(strange, { maxLength: 8 }), (events) => {
        const sent: RunEvent[] = JSON.parse(JSON.stringify(events));
        const last = statesOf(mixed, sent).at(-1) as Run;
        expect(JSON.parse(JSON.stringify(last))).toEqual(last);
        expect(last.status).not.toBe('done');
        expect(queueOf(last, { today: '2026-07-22' }).length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});
