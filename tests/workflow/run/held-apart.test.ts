/** Who is offered what, and reminders of what was done late. */
import { describe, expect, test } from 'vitest';
import { planWorkflow } from '../../../src/workflow/plan/plan.ts';
import { previewAdoption } from '../../../src/workflow/run/preview-adoption.ts';
import { nextReady } from '../../../src/workflow/run/queue.ts';
import { remindersBetween } from '../../../src/workflow/run/reminders.ts';
import type { Run } from '../../../src/workflow/run/run.ts';
import type { RunEvent } from '../../../src/workflow/run/run-event.ts';
import { transition } from '../../../src/workflow/run/transition.ts';
import { compileSmall } from '../runtime-template.ts';

const ADA = { kind: 'person', id: 'ada' } as const;
const BOT = { kind: 'agent', id: 'bot' } as const;
const AT = '2026-07-22T09:00:00Z';
const TODAY = { today: '2026-07-22' };

function runAfter(run: Run, ...events: readonly (Partial<RunEvent> & { type: string })[]): Run {
  return events.reduce((before, event) => {
    const next = transition(before, { at: AT, by: ADA, ...event } as RunEvent);
    if ('refused' in next) throw new Error(next.refused);
    return next.run;
  }, run);
}

const start = (tasks: readonly object[], overrides: object = {}): Run =>
  planWorkflow(compileSmall(tasks, overrides), { anchor: '2026-07-22' });

describe('the queue offers', () => {
  test('nobody a verdict on work of their own', () => {
    const run = start([
      { refId: 'work', offsetDays: 0 },
      { refId: 'verdict', offsetDays: 0, approval: { of: ['work'] }, notBy: ['work'] },
    ]);
    const done = runAfter(run, { type: 'complete', refId: 'work', by: BOT } as never);
    const offeredTo = (asker: typeof ADA | typeof BOT) =>
      nextReady([done], { ...TODAY, asker }).map(({ task }) => task.refId);
    expect(offeredTo(BOT)).toEqual([]);
    expect(offeredTo(ADA)).toEqual(['verdict']);
  });

  test('a task of one person to no agent, named or not', () => {
    const run = runAfter(start([{ refId: 'work', offsetDays: 0 }]), {
      type: 'assign',
      refId: 'work',
      personId: 'ada',
    } as never);
    const offered = (asker: typeof ADA | typeof BOT | 'agent') =>
      nextReady([run], { ...TODAY, asker }).length;
    expect([offered(ADA), offered(BOT), offered('agent')]).toEqual([1, 0, 0]);
  });
});

describe('a reminder comes', () => {
  const stretch = { after: '2026-07-30T08:00:00Z', until: '2026-09-01T00:00:00Z', timeZone: 'UTC' };
  const nag = { after: 'P1D', to: 'operator', kind: 'nag' };

  test('of a task that was opened again after it was due', () => {
    const run = start([{ refId: 'work', offsetDays: 0, reminders: [nag] }]);
    const reopened = runAfter(
      run,
      { type: 'complete', refId: 'work' } as never,
      { type: 'reopen', refId: 'work', at: '2026-07-30T09:00:00Z' } as never,
    );
    expect(remindersBetween(reopened, stretch).map(({ at }) => at)).toEqual([
      '2026-07-30T09:00:00Z',
    ]);
  });

  test('of a task that was free on a day, at no known hour', () => {
    const run = start([
      { refId: 'first', offsetDays: 0 },
      { refId: 'work', offsetDays: 0, dependsOn: ['first'], reminders: [nag] },
    ]);
    const free = runAfter(run, { type: 'complete', refId: 'first', at: '2026-07-30' } as never);
    expect(remindersBetween(free, stretch).map(({ at }) => at)).toEqual(['2026-07-31T00:00:00Z']);
  });

  test('of a follow-up on the day it was asked', () => {
    const waiting = { for: 'a reply', followUpDays: 1 };
    const run = runAfter(start([{ refId: 'work', offsetDays: 0, waiting }]), {
      type: 'wait',
      refId: 'work',
      at: '2026-07-30T09:00:00Z',
      waitingFor: 'a reply',
      followUpAt: '2026-07-30',
      comment: 'Asked.',
    } as never);
    expect(remindersBetween(run, stretch).map(({ at, kind }) => [at, kind])).toEqual([
      ['2026-07-30T09:00:00Z', 'follow-up'],
    ]);
  });
});

test('an answer in the title is no title of the operator', () => {
  const tasks = (runTitle: string) =>
    compileSmall([{ refId: 'a', offsetDays: 0, form: [{ name: 'x', label: 'X', type: 'text' }] }], {
      runTitle,
    });
  const [pinned, next] = [tasks('Run {a.x}'), tasks('New {a.x}')];
  const run = runAfter(planWorkflow(pinned, { anchor: '2026-07-22' }), {
    type: 'complete',
    refId: 'a',
    form: { x: 'one' },
  } as never);
  const preview = previewAdoption(run, pinned, next);
  expect(preview.kept).toEqual([]);
  expect(preview.event.changes.run).toMatchObject({ titlePattern: 'New {a.x}' });
});

test.each(['type', 'refId', 'task', 'value', 'anything'])(
  'a `%s` that is nested without end is refused',
  (key) => {
    const deep = JSON.parse('['.repeat(50_000) + ']'.repeat(50_000));
    const event = { at: AT, by: ADA, type: 'add-task', [key]: deep } as unknown as RunEvent;
    expect(transition(start([{ refId: 'work', offsetDays: 0 }]), event)).toEqual({
      code: 'invalid',
      refused: 'The event is nested too deep to be one.',
    });
  },
);
