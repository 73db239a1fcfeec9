import { describe, expect, test } from 'vitest';
import { ImpossibleDate } from '../../../src/workflow/plan/plan.ts';
import { nextReady, queueOf } from '../../../src/workflow/run/queue.ts';
import type { Run } from '../../../src/workflow/run/run.ts';
import { AT, complete, happen, smallRun } from './run-fixture.ts';

const PROOF = { proofRequirement: { type: 'comment', label: 'Sent', required: true } };
const WAITING = { waiting: { for: 'reply', followUpDays: 2 } };
const DUE = '2026-07-22';

function waitUntil(followUpAt: string) {
  return {
    at: AT,
    refId: 'task-0',
    type: 'wait',
    waitingFor: 'Ann',
    followUpAt,
    comment: 'Asked.',
  } as const;
}

/** The queue as `task state risks`. */
function shown(run: Run, today: string): string[] {
  return queueOf(run, { today }).map(({ task, state, risks }) =>
    [task.refId, state, ...risks.map(({ reason }) => reason)].join(' '),
  );
}

describe('queueOf', () => {
  test.each([
    ['2026-07-21', 'task-0 upcoming'],
    [DUE, 'task-0 today missing-evidence'],
    ['2026-07-23', 'task-0 overdue missing-evidence'],
  ])('on %s a task with proof is %s', (today, expected) => {
    expect(shown(smallRun([PROOF]), today)).toEqual([expected]);
  });

  test.each([
    ['2026-07-10', 'task-0 waiting'],
    ['2026-07-15', 'task-0 follow-up-due follow-up-due'],
    ['2026-07-23', 'task-0 follow-up-due follow-up-due'],
  ])('on %s a task that waits until 2026-07-15 is %s', (today, expected) => {
    expect(shown(happen(smallRun([WAITING]), waitUntil('2026-07-15')), today)).toEqual([expected]);
  });

  test('overdue and waiting is follow-up due, however far the follow-up is', () => {
    const run = happen(smallRun([WAITING]), waitUntil('2026-08-30'));
    expect(shown(run, DUE)).toEqual(['task-0 waiting']);
    expect(shown(run, '2026-07-23')).toEqual(['task-0 follow-up-due follow-up-due']);
  });

  test('names an overdue dependency, and only then', () => {
    const run = smallRun([{ offsetDays: -2 }, { dependsOn: ['task-0'] }]);
    expect(shown(run, '2026-07-20')).toEqual(['task-0 today', 'task-1 upcoming']);
    expect(shown(run, '2026-07-21')).toEqual([
      'task-0 overdue',
      'task-1 upcoming overdue-dependency',
    ]);
    expect(queueOf(run, { today: DUE })[1]).toMatchObject({
      blockedBy: ['task-0'],
      risks: [{ reason: 'overdue-dependency', refId: 'task-0' }],
    });
  });

  test('is calm for a fresh run, whatever its template fears', () => {
    const fearful = { ...PROOF, ...WAITING, atRiskWhen: ['no answer', 'no link'] };
    expect(shown(smallRun([fearful, fearful]), '2026-07-01')).toEqual([
      'task-0 upcoming',
      'task-1 upcoming',
    ]);
  });

  test('does not fear for a task due today whose proof is there', () => {
    const run = happen(smallRun([PROOF]), {
      at: AT,
      refId: 'task-0',
      type: 'set-evidence',
      evidence: { comment: 'Sent.' },
    });
    expect(shown(run, DUE)).toEqual(['task-0 today']);
  });

  test('puts what is urgent first, then by date', () => {
    const run = happen(
      smallRun([WAITING, { offsetDays: 3 }, { offsetDays: -1 }, {}, { offsetDays: 2 }, {}]),
      waitUntil(DUE),
      complete('task-5'),
    );
    expect(shown(run, DUE)).toEqual([
      'task-0 follow-up-due follow-up-due',
      'task-2 overdue',
      'task-3 today',
      'task-4 upcoming',
      'task-1 upcoming',
    ]);
  });

  test('refuses a day that does not exist', () => {
    expect(() => queueOf(smallRun([{}]), { today: '2026-02-30' })).toThrow(ImpossibleDate);
    expect(() => nextReady([], { today: 'now' })).toThrow(ImpossibleDate);
  });
});

describe('nextReady', () => {
  function order(runs: readonly Run[], asker?: 'person' | 'agent'): string[] {
    return nextReady(runs, { today: DUE, ...(asker && { asker }) }).map(
      ({ run, task }) => `${run.title} ${task.refId}`,
    );
  }
  const named = (title: string, run: Run, startedAt?: string): Run => ({
    ...run,
    title,
    ...(startedAt !== undefined && { startedAt }),
  });

  test('orders by priority, due date, age, and as given', () => {
    const one = named(
      'one',
      smallRun([
        { priority: 'normal', offsetDays: -3 },
        { offsetDays: -5 },
        { priority: 'high' },
        { priority: 'critical', offsetDays: 9 },
        { priority: 'high', offsetDays: 1 },
      ]),
      '2026-06-02T08:00:00Z',
    );
    expect(order([one])).toEqual([
      'one task-3',
      'one task-2',
      'one task-4',
      'one task-1',
      'one task-0',
    ]);
    const runs = [
      named('young', smallRun([{}]), '2026-06-02T08:00:00Z'),
      named('ageless', smallRun([{}])),
      named('old', smallRun([{}]), '2026-06-02T09:30:00+02:00'),
      named('ageless too', smallRun([{}])),
    ];
    expect(order(runs)).toEqual([
      'old task-0',
      'young task-0',
      'ageless task-0',
      'ageless too task-0',
    ]);
  });

  test('leaves out what depends on open tasks until they are closed', () => {
    const run = named('run', smallRun([{}, { dependsOn: ['task-0'], priority: 'critical' }]));
    expect(order([run])).toEqual(['run task-0']);
    expect(order([happen(run, complete('task-0'))])).toEqual(['run task-1']);
  });

  test('offers a human gate to a person only', () => {
    const run = named('run', smallRun([{ humanGate: 'Payments go out.' }, {}]));
    expect(order([run], 'person')).toEqual(['run task-0', 'run task-1']);
    expect(order([run], 'agent')).toEqual(['run task-1']);
    expect(order([run])).toEqual(['run task-1']);
  });

  test('offers a waiting task when the follow-up is due', () => {
    const waiting = (until: string) => happen(smallRun([WAITING, {}]), waitUntil(until));
    expect(order([named('run', waiting('2026-07-23'))])).toEqual(['run task-1']);
    expect(order([named('run', waiting(DUE))])).toEqual(['run task-0', 'run task-1']);
  });

  test('offers nothing of a run that is done', () => {
    const run = happen(smallRun([{}, { optional: true }]), complete('task-0'));
    expect(run.status).toBe('done');
    expect(order([run])).toEqual([]);
  });
});
