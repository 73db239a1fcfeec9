/** Who is offered what, reminders of what was done late, and what no JSON can do. */
import { describe, expect, test } from 'vitest';
import { FIELD_TYPES } from '../../../schemas/fields.ts';
import { planWorkflow } from '../../../src/workflow/plan/plan.ts';
import { FORM } from '../../../src/workflow/run/new-task.ts';
import { previewAdoption } from '../../../src/workflow/run/preview-adoption.ts';
import { nextReady } from '../../../src/workflow/run/queue.ts';
import { remindersBetween } from '../../../src/workflow/run/reminders.ts';
import type { Run } from '../../../src/workflow/run/run.ts';
import type { RunEvent } from '../../../src/workflow/run/run-event.ts';
import { compileSmall } from '../runtime-template.ts';
import {
  ADA,
  AT,
  BOT,
  codeOf,
  complete,
  happen,
  refusedOf,
  smallRun,
  taskIn,
  wait,
} from './run-fixture.ts';

const TODAY = { today: '2026-07-22' };
const LATER = '2026-07-30T09:00:00Z';

describe('the queue offers', () => {
  test('nobody a verdict on work of their own', () => {
    const verdict = { refId: 'verdict', approval: { of: ['task-0'] }, notBy: ['task-0'] };
    const done = happen(smallRun([{}, verdict]), { ...complete('task-0'), by: BOT });
    const offeredTo = (asker: typeof ADA | typeof BOT) =>
      nextReady([done], { ...TODAY, asker }).map(({ task }) => task.refId);
    expect(offeredTo(BOT)).toEqual([]);
    expect(offeredTo(ADA)).toEqual(['verdict']);
  });

  test('a task of one person to no agent, named or not', () => {
    const run = happen(smallRun([{}]), {
      at: AT,
      type: 'assign',
      refId: 'task-0',
      personId: 'ada',
    });
    const offered = (asker: typeof ADA | typeof BOT | 'agent') =>
      nextReady([run], { ...TODAY, asker }).length;
    expect([offered(ADA), offered(BOT), offered('agent')]).toEqual([1, 0, 0]);
  });
});

describe('a reminder comes', () => {
  const stretch = { after: '2026-07-30T08:00:00Z', until: '2026-09-01T00:00:00Z', timeZone: 'UTC' };
  const reminders = [{ after: 'P1D', to: 'operator', kind: 'nag' }];
  const momentsOf = (run: Run) => remindersBetween(run, stretch).map(({ at }) => at);

  test('of a task that was opened again after it was due', () => {
    const reopen: RunEvent = { at: LATER, type: 'reopen', refId: 'task-0' };
    expect(momentsOf(happen(smallRun([{ reminders }]), complete('task-0'), reopen))).toEqual([
      LATER,
    ]);
  });

  test('of a task that was free on a day, at no known hour', () => {
    const run = smallRun([{}, { dependsOn: ['task-0'], reminders }]);
    expect(momentsOf(happen(run, { ...complete('task-0'), at: '2026-07-30' }))).toEqual([
      '2026-07-31T00:00:00Z',
    ]);
  });

  test('of a follow-up on the day it was asked', () => {
    const run = smallRun([{ waiting: { for: 'a reply', followUpDays: 1 } }]);
    expect(momentsOf(happen(run, { ...wait, at: LATER, followUpAt: '2026-07-30' }))).toEqual([
      LATER,
    ]);
  });
});

test('an answer in the title is no title of the operator', () => {
  const asked = [{ offsetDays: 0, form: [{ name: 'x', label: 'X', type: 'text' }] }];
  const [pinned, next] = ['Run {task-0.x}', 'New {task-0.x}'].map((runTitle) =>
    compileSmall(asked, { runTitle }),
  ) as [ReturnType<typeof compileSmall>, ReturnType<typeof compileSmall>];
  const run = happen(planWorkflow(pinned, { anchor: '2026-07-22' }), {
    at: AT,
    type: 'complete',
    refId: 'task-0',
    form: { x: 'one' },
  });
  const preview = previewAdoption(run, pinned, next);
  expect(preview.kept).toEqual([]);
  expect(preview.event.changes.run).toMatchObject({ titlePattern: 'New {task-0.x}' });
});

test.each(['stages', 'tags', 'references', 'roles', 'doneCriteria', 'bundleLinkDefinitions'])(
  'a version without `%s` and without validations is compared all the same',
  (key) => {
    const { [key as 'stages']: _left, ...rest } = compileSmall([{ offsetDays: 0 }]);
    const bare = rest.taskDefinitions.map(({ validation: _none, ...definition }) => definition);
    const version = { ...rest, taskDefinitions: bare } as unknown as ReturnType<
      typeof compileSmall
    >;
    const run = planWorkflow(version, { anchor: '2026-07-22' });
    const next = { ...version, contentHash: 'sha256:next' };
    expect(previewAdoption(run, version, next).changes).toEqual([]);
  },
);

test('a correction leaves the stage where another closed task led', () => {
  const leads = { stageOnComplete: 'announced' };
  const run = happen(
    smallRun([leads, leads, {}]),
    { ...complete('task-0'), commandId: 'first' },
    complete('task-1'),
  );
  const correct: RunEvent = {
    at: AT,
    by: ADA,
    type: 'correct',
    refId: 'task-0',
    of: 'first',
    reason: 'Not sent.',
  };
  expect(happen(run, correct).stage).toBe('announced');
});

test('what an agent closed opens again when the answer is changed to one that asks for a person', () => {
  const risk = { name: 'risk', label: 'Risk', type: 'choice', choices: ['low', 'high'] };
  const humanGate = {
    reason: 'Risky.',
    when: { refId: 'q', field: 'risk', anyOf: ['high'] },
  };
  const answer = (value: string): RunEvent => ({
    at: AT,
    by: BOT,
    type: 'complete',
    refId: 'q',
    form: { risk: value },
  });
  const closed = happen(
    smallRun([{ refId: 'q', form: [risk] }, { refId: 'gated', humanGate }, {}]),
    answer('low'),
    { at: AT, by: BOT, type: 'complete', refId: 'gated' },
  );
  const changed = happen(closed, { at: AT, by: BOT, type: 'reopen', refId: 'q' }, answer('high'));
  expect(taskIn(closed, 'gated').status).toBe('done');
  expect(taskIn(changed, 'gated').status).toBe('todo');
});

describe('what was stored', () => {
  test.each(['type', 'refId', 'task', 'value', 'anything'])(
    'a `%s` that is nested without end is refused',
    (key) => {
      const deep = JSON.parse('['.repeat(50_000) + ']'.repeat(50_000));
      const event = { at: AT, by: ADA, type: 'add-task', [key]: deep } as unknown as RunEvent;
      expect(refusedOf(smallRun([{}]), event)).toEqual({
        code: 'invalid',
        refused: 'The event is nested too deep to be one.',
      });
    },
  );

  test.each(['stages', 'bundleLinks', 'inputDefinitions', 'history', 'attachments', 'blockedBy'])(
    'as a run whose `%s` are no list is none',
    (key) => {
      for (const value of [null, 5, 's', {}, [null]]) {
        const run = { ...smallRun([{}]), [key]: value } as unknown as Run;
        expect(codeOf(run, complete('task-0'))).toBe('not-a-run');
      }
    },
  );
});

test('a form of an event takes every type of field that a template has', () => {
  const field = { name: 'x', label: 'X' };
  for (const type of FIELD_TYPES) expect(FORM.accepts([{ ...field, type }])).toBe(true);
  expect(FORM.accepts([{ ...field, type: 'colour' }])).toBe(false);
});
