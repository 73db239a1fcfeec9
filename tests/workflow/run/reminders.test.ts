import { describe, expect, test } from 'vitest';
import { remindersBetween } from '../../../src/workflow/run/reminders.ts';
import type { Run } from '../../../src/workflow/run/run.ts';
import { runSummary } from '../../../src/workflow/run/run-summary.ts';
import { AT, COMMENT, complete, happen, smallRun, task, WAITING, wait } from './run-fixture.ts';

/** A report due at half past nine, and its review. */
const run = smallRun(
  [
    {
      time: '09:30',
      assignee: 'developer',
      ...WAITING,
      reminders: [
        { after: 'PT0S', to: 'developer', kind: 'nag' },
        { after: 'P1D', to: 'lead', kind: 'escalate' },
      ],
    },
    {
      time: '12:00',
      assignee: 'reviewer',
      dependsOn: ['task-0'],
      reminders: [{ after: 'PT1H', to: 'reviewer', kind: 'nag' }],
    },
  ],
  {
    anchor: { label: 'Day', timeZone: 'Europe/Berlin' },
    roles: { developer: 'Developer', reviewer: 'Reviewer', lead: 'Lead' },
  },
);
const within = (state: Run, after: string, until: string) =>
  remindersBetween(state, { after, until, timeZone: 'Europe/Berlin' }).map(
    ({ at, to, kind, refId }) => `${at} ${kind} ${to} of ${refId}`,
  );
const always = (state: Run) => within(state, '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z');

describe('reminders', () => {
  test('come at their moment, each in one stretch alone', () => {
    const nag = '2026-07-22T07:30:00Z nag developer of task-0';
    expect(within(run, '2026-07-22T07:00:00Z', '2026-07-22T07:30:00Z')).toEqual([nag]);
    expect(within(run, '2026-07-22T07:30:00Z', '2026-07-22T08:00:00Z')).toEqual([]);
    expect(always(run)).toEqual([nag, '2026-07-23T07:30:00Z escalate lead of task-0']);
  });

  test('have keys that stay, and change with the due date', () => {
    const keys = (state: Run) =>
      remindersBetween(state, {
        after: '2026-01-01T00:00:00Z',
        until: '2027-01-01T00:00:00Z',
        timeZone: 'UTC',
      }).map(({ key }) => key);
    expect(keys(run)[0]).toBe('task-0 nag developer PT0S 2026-07-22T07:30:00Z');
    expect(keys(happen(run, { ...task, type: 'start' }))).toEqual(keys(run));
    const later = happen(run, { ...task, type: 'put-off', to: '2026-07-24', reason: 'Ill.' });
    expect(keys(later).filter((key) => keys(run).includes(key))).toEqual([]);
  });

  test('are quiet once closed, and begin when work can begin', () => {
    const early = happen(run, { ...complete('task-0'), at: '2026-07-22T07:00:00Z' });
    expect(always(early)).toEqual(['2026-07-22T11:00:00Z nag reviewer of task-1']);
    const late = happen(run, { ...complete('task-0'), at: '2026-07-22T18:00:00Z' });
    expect(always(late)).toEqual(['2026-07-22T18:00:00Z nag reviewer of task-1']);
    expect(always(happen(late, complete('task-1')))).toEqual([]);
    expect(always(happen(run, { at: AT, type: 'cancel', reason: 'A holiday.' }))).toEqual([]);
  });

  test('pause while the task waits; then the follow-up comes on its day', () => {
    const waiting = happen(run, wait);
    expect(always(waiting)).toEqual(['2026-07-24T22:00:00Z follow-up developer of task-0']);
    const resumed = happen(waiting, { ...task, at: '2026-07-22T10:00:00Z', type: 'unblock' });
    expect(always(resumed)[0]).toBe('2026-07-22T10:00:00Z nag developer of task-0');
  });

  test('count days across a change of clocks', () => {
    const autumn: Run = {
      ...run,
      tasks: run.tasks.map((each) => ({ ...each, date: '2026-10-24' })),
    };
    // 07:30 in summer time, 08:30 in winter time: half past nine either day.
    expect(always(autumn)).toEqual([
      '2026-10-24T07:30:00Z nag developer of task-0',
      '2026-10-25T08:30:00Z escalate lead of task-0',
    ]);
  });

  test('are asked for with moments and a zone', () => {
    expect(() => within(run, '2026-07-22', '2026-07-23T00:00:00Z')).toThrow('`2026-07-22` is not');
    const request = { after: AT, until: AT, timeZone: 'Mars/Base' };
    expect(() => remindersBetween(run, request)).toThrow('`Mars/Base` is not');
  });
});

describe('the summary of a run', () => {
  const project = smallRun([
    { offsetDays: -3, ...COMMENT },
    { offsetDays: -1, dependsOn: ['task-0'] },
    { ...WAITING },
    { optional: true, offsetDays: 5 },
    { optional: true, offsetDays: 9 },
  ]);

  test('says how far it is, what comes next and what to fear', () => {
    const state = happen(
      project,
      { ...wait, refId: 'task-2', followUpAt: '2026-07-20' },
      complete('task-3'),
    );
    expect(runSummary(state, { today: '2026-07-20' })).toEqual({
      status: 'active',
      stage: 'preparation',
      progress: { closed: 1, total: 4 },
      counts: {
        'follow-up-due': 1,
        overdue: 1,
        today: 0,
        upcoming: 2,
        waiting: 0,
        done: 1,
        skipped: 0,
      },
      nextDue: { refId: 'task-0', date: '2026-07-19' },
      risks: [
        { refId: 'task-2', risk: { reason: 'follow-up-due' } },
        {
          refId: 'task-0',
          risk: {
            reason: 'missing-evidence',
            missing: [{ kind: 'proof', name: 'Sent', type: 'comment' }],
          },
        },
        { refId: 'task-1', risk: { reason: 'overdue-dependency', refId: 'task-0' } },
      ],
    });
  });

  test('of a run that is done has nothing next that is not optional', () => {
    const done = happen(
      project,
      complete('task-0', { comment: 'Sent.' }),
      complete('task-1'),
      complete('task-2'),
    );
    expect(runSummary(done, { now: '2026-07-20T09:00:00Z', timeZone: 'UTC' })).toMatchObject({
      status: 'done',
      progress: { closed: 3, total: 3 },
      nextDue: { refId: 'task-3' },
      risks: [],
    });
  });
});
