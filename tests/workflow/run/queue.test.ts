import { describe, expect, test } from 'vitest';
import { ImpossibleDate } from '../../../src/workflow/plan/plan.ts';
import { dueMomentOf } from '../../../src/workflow/run/due-moment.ts';
import { nextReady, queueOf } from '../../../src/workflow/run/queue.ts';
import type { Run } from '../../../src/workflow/run/run.ts';
import type { Actor } from '../../../src/workflow/run/run-event.ts';
import { ADA, ARM, AT, BOT, complete, happen, PERSON, smallRun } from './run-fixture.ts';

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

describe('with the hour', () => {
  const zone = { anchor: { label: 'Day', timeZone: 'Europe/Berlin' } };
  const run = smallRun([{ time: '09:30' }, {}], zone);
  const at = (now: string, timeZone = 'Europe/Berlin') =>
    queueOf(run, { now, timeZone }).map(({ task, state }) => `${task.refId} ${state}`);

  test.each([
    ['2026-07-21T23:00:00+02:00', 'Europe/Berlin', ['task-0 upcoming', 'task-1 upcoming']],
    ['2026-07-22T09:29:59+02:00', 'Europe/Berlin', ['task-0 today', 'task-1 today']],
    ['2026-07-22T09:30:00+02:00', 'Europe/Berlin', ['task-0 overdue', 'task-1 today']],
    ['2026-07-22T23:59:00+02:00', 'Europe/Berlin', ['task-0 overdue', 'task-1 today']],
    ['2026-07-23T00:00:00+02:00', 'Europe/Berlin', ['task-0 overdue', 'task-1 overdue']],
    // Half past nine in Berlin is half past midnight in Los Angeles.
    ['2026-07-21T23:00:00-07:00', 'America/Los_Angeles', ['task-0 upcoming', 'task-1 upcoming']],
    ['2026-07-22T00:10:00-07:00', 'America/Los_Angeles', ['task-0 today', 'task-1 today']],
    // Where a task has no zone of its own, the operator's counts; its day is the operator's.
    ['2026-07-22T22:00:00Z', 'Asia/Kolkata', ['task-0 overdue', 'task-1 overdue']],
  ])('at %s in %s', (now, timeZone, expected) => {
    expect(at(now, timeZone)).toEqual(expected);
  });

  test('a moment is due in its own zone, or else in the one given', () => {
    const [timed, dated] = run.tasks as [Run['tasks'][number], Run['tasks'][number]];
    expect(dueMomentOf(timed, 'Asia/Kolkata')).toBe('2026-07-22T07:30:00Z');
    const { timeZone: _zone, ...floating } = timed;
    expect(dueMomentOf(floating, 'Asia/Kolkata')).toBe('2026-07-22T04:00:00Z');
    expect(dueMomentOf(dated, 'Asia/Kolkata')).toBe('2026-07-22T18:30:00Z');
    // Clocks skip 02:30; RFC 5545 counts on from before the gap.
    const skipped = { date: '2026-03-29', time: '02:30', timeZone: 'Europe/Berlin' };
    expect(dueMomentOf(skipped, 'UTC')).toBe('2026-03-29T01:30:00Z');
    expect(() => dueMomentOf({ date: DUE }, 'Mars/Base')).toThrow(
      '`Mars/Base` is not an IANA time zone',
    );
    expect(() => at('2026-07-22')).toThrow(ImpossibleDate);
  });

  test('a dependency is late from its moment on', () => {
    const chain = smallRun([{ time: '09:30' }, { offsetDays: 1, dependsOn: ['task-0'] }], zone);
    const risks = (now: string) =>
      queueOf(chain, { now, timeZone: 'Europe/Berlin' }).flatMap((item) => item.risks);
    expect(risks('2026-07-22T07:00:00Z')).toEqual([]);
    expect(risks('2026-07-22T08:00:00Z')).toEqual([
      { reason: 'overdue-dependency', refId: 'task-0' },
    ]);
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

  test('offers the longest approved of equals first, and nothing that waits for approval', () => {
    const approved = (title: string, at: string): Run =>
      named(
        title,
        happen({ ...smallRun([{}]), requiresApproval: true }, { at, by: PERSON, type: 'approve' }),
        title,
      );
    const runs = [
      named('open', { ...smallRun([{}]), requiresApproval: true }, '2026-01-01T08:00:00Z'),
      approved('late', '2026-07-02T08:00:00Z'),
      approved('early', '2026-07-01T08:00:00Z'),
    ];
    expect(order(runs)).toEqual(['early task-0', 'late task-0']);
  });

  test('a run is as urgent as it is set, and its tasks at least', () => {
    const run = (title: string, priority: 'critical' | 'high' | 'normal', task = {}) =>
      named(title, happen(smallRun([task]), { at: AT, type: 'set-priority', priority }));
    expect(
      order([
        run('normal', 'normal', { priority: 'high' }),
        run('high', 'high'),
        run('top', 'critical'),
      ]),
    ).toEqual(['top task-0', 'normal task-0', 'high task-0']);
  });

  test('waits for blockers in other runs, known or not', () => {
    const blocker = named('blocker', { ...smallRun([{}, {}]), id: 'b' });
    const blocked = (blockedBy: Run['blockedBy'] & object) =>
      named('blocked', happen(smallRun([{}]), { at: AT, type: 'set-blockers', blockedBy }));
    const offered = (run: Run, other: Run) => order([run, other]).includes('blocked task-0');
    const [first, done] = [
      happen(blocker, complete('task-0')),
      happen(blocker, complete('task-0'), complete('task-1')),
    ];
    expect(offered(blocked([{ run: 'b' }]), blocker)).toBe(false);
    expect(offered(blocked([{ run: 'b' }]), first)).toBe(false);
    expect(offered(blocked([{ run: 'b' }]), done)).toBe(true);
    expect(offered(blocked([{ run: 'b', refId: 'task-0' }]), blocker)).toBe(false);
    expect(offered(blocked([{ run: 'b', refId: 'task-0' }]), first)).toBe(true);
    expect(offered(blocked([{ run: 'gone' }]), done)).toBe(false);
    expect(offered(blocked([{ run: 'b', refId: 'gone' }]), done)).toBe(false);
    const task = happen(smallRun([{}, {}]), {
      at: AT,
      refId: 'task-0',
      type: 'set-blockers',
      blockedBy: [{ run: 'b' }],
    });
    expect(order([named('task', task)])).toEqual(['task task-1']);
  });

  test('is for the roles of the asker, and for whom a task is', () => {
    const run = happen(
      smallRun([{ assignee: 'editor' }, { assignee: 'author' }, {}, {}], {
        roles: { editor: 'Editor', author: 'Author' },
      }),
      { at: AT, refId: 'task-3', type: 'assign', personId: 'ada' },
    );
    const ask = (request: object) =>
      nextReady([run], { today: DUE, ...request }).map(({ task }) => task.refId);
    expect(ask({ roles: ['editor'] })).toEqual(['task-0', 'task-2', 'task-3']);
    expect(ask({ asker: PERSON, roles: [] })).toEqual(['task-2']);
    expect(ask({ asker: ADA, roles: [] })).toEqual(['task-2', 'task-3']);
  });

  test('offers a claimed task to its actor alone, until the claim ends', () => {
    const run = happen(smallRun([{}, {}]), {
      at: '2026-07-22T08:00:00Z',
      by: BOT,
      refId: 'task-0',
      type: 'claim',
      until: '2026-07-22T08:15:00Z',
    });
    const ask = (minute: string, asker: Actor) =>
      nextReady([run], { now: `2026-07-22T08:${minute}:00Z`, timeZone: 'UTC', asker }).map(
        ({ task, resumes }) => (resumes ? `${task.refId} resumes` : task.refId),
      );
    expect(ask('05', ARM)).toEqual(['task-1']);
    expect(ask('05', BOT)).toEqual(['task-0 resumes', 'task-1']);
    expect(ask('15', ARM)).toEqual(['task-0', 'task-1']);
  });

  test('offers nothing of a run that is done', () => {
    const run = happen(smallRun([{}, { optional: true }]), complete('task-0'));
    expect(run.status).toBe('done');
    expect(order([run])).toEqual([]);
  });
});
