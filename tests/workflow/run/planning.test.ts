import { describe, expect, test } from 'vitest';
import type { Run } from '../../../src/workflow/run/run.ts';
import type { NewTask, RunEvent } from '../../../src/workflow/run/run-event.ts';
import {
  AT,
  codeOf,
  complete,
  effectsOf,
  happen,
  refusalOf,
  refusedOf,
  smallRun,
  task,
  taskIn,
  WAITING,
  wait,
} from './run-fixture.ts';

const datesOf = (run: Run) => run.tasks.map(({ refId, date }) => `${refId} ${date}`);

describe('putting off', () => {
  const run = smallRun([WAITING, {}]);
  const putOff = { ...task, type: 'put-off', to: '2026-07-27', reason: 'Ann is ill.' } as const;

  test('needs a reason and a later day, and keeps the first date', () => {
    const later = happen(run, putOff);
    expect(taskIn(later, 'task-0')).toMatchObject({ date: '2026-07-27', firstDate: '2026-07-22' });
    expect(effectsOf(run, putOff)).toEqual(['task-moved task-0 2026-07-22 2026-07-27']);
    const again = happen(later, { ...putOff, to: '2026-07-30' });
    expect(taskIn(again, 'task-0')).toMatchObject({ date: '2026-07-30', firstDate: '2026-07-22' });
    expect(refusedOf(run, { ...putOff, reason: ' ' })).toMatchObject({
      code: 'needs-comment',
      field: 'reason',
    });
    expect(refusedOf(run, { ...putOff, to: '2026-07-22' })).toMatchObject({
      code: 'invalid',
      field: 'to',
    });
    expect(codeOf(run, { ...putOff, at: '2026-07-28' })).toBe('invalid');
  });

  test.each([
    ['2026-07-25', '1999-12-31', 'invalid'],
    ['2026-07-25T23:30:00-05:00', '2026-07-25', 'accepted'],
    ['2026-07-26T04:30:00Z', '2026-07-25', 'invalid'],
  ])('a follow-up of an event at %s cannot be on %s: %s', (at, followUpAt, code) => {
    expect(codeOf(run, { ...wait, at, followUpAt })).toBe(code);
    const sent: RunEvent = { ...task, at, type: 'follow-up-sent', followUpAt };
    expect(codeOf(happen(run, wait), sent)).toBe(code);
  });
});

describe('another anchor', () => {
  const anchor = (day: string): RunEvent => ({ at: AT, type: 're-anchor', anchor: day });

  test('moves open tasks as the planner would, and leaves the others', () => {
    const run = happen(
      smallRun([{}, { offsetWorkdays: 3 }, { offsetDays: 5 }]),
      complete('task-0'),
      { at: AT, refId: 'task-2', type: 'put-off', to: '2026-07-30', reason: 'Later.' },
    );
    expect(datesOf(run)).toEqual(['task-0 2026-07-22', 'task-1 2026-07-27', 'task-2 2026-07-30']);
    const moved = happen(run, anchor('2026-07-24'));
    // Three workdays after a Friday; two days later than put off.
    expect(datesOf(moved)).toEqual(['task-0 2026-07-22', 'task-1 2026-07-29', 'task-2 2026-08-01']);
    expect(moved).toMatchObject({ anchorDate: '2026-07-24', firstAnchorDate: '2026-07-22' });
    expect(taskIn(moved, 'task-2').firstDate).toBe('2026-07-29');
    expect(happen(moved, anchor('2026-07-29')).firstAnchorDate).toBe('2026-07-22');
    expect(effectsOf(run, anchor('2026-07-24'))).toEqual([
      'run-re-anchored',
      'task-moved task-1 2026-07-27 2026-07-29',
      'task-moved task-2 2026-07-30 2026-08-01',
    ]);
  });

  test('rolls off days off with the calendar of the template', () => {
    const run: Run = {
      ...smallRun([{ offsetDays: 1 }, {}]),
      calendar: { onNonWorkingDay: 'next', holidays: ['2026-07-27'] },
    };
    expect(taskIn(happen(run, anchor('2026-07-24')), 'task-0').date).toBe('2026-07-28');
  });

  test('is a day, and another one', () => {
    const run = smallRun([{ offsetDays: 9 }]);
    expect(codeOf(run, anchor('2026-07-22'))).toBe('invalid');
    expect(codeOf(run, anchor('2026-02-30'))).toBe('invalid');
    expect(refusalOf(run, anchor('9999-12-31'))).toContain('leaves the years 0000 to 9999');
  });
});

describe('adding a task', () => {
  const run = smallRun([{}, { offsetDays: 2 }]);
  const add = (added: object): RunEvent => ({ at: AT, type: 'add-task', task: added as NewTask });
  const call = { description: 'Call the printer', date: '2026-07-23' };

  test('places it by date, names it, and makes it a task like others', () => {
    const added = happen(run, add(call));
    expect(datesOf(added)).toEqual([
      'task-0 2026-07-22',
      'added-1 2026-07-23',
      'task-1 2026-07-24',
    ]);
    expect(taskIn(added, 'added-1')).toMatchObject({ status: 'todo', source: 'operator' });
    const second = happen(added, add({ ...call, dependsOn: ['added-1'], optional: true }));
    expect(codeOf(second, complete('added-2'))).toBe('blocked');
    expect(happen(second, complete('added-1'), complete('added-2')).status).toBe('active');
  });

  test('opens a run that was done', () => {
    const done = happen(run, complete('task-0'), complete('task-1'));
    expect(effectsOf(done, add(call))).toEqual([
      'task-added added-1',
      'stage-changed done preparation',
      'run-reopened',
    ]);
  });

  test('brings back what the creation of the run left out', () => {
    const whole = smallRun([
      { dependsOn: ['task-1'] },
      { form: [{ name: 'a', label: 'A', type: 'text' }] },
    ]);
    const broken = { ...whole, tasks: whole.tasks.slice(0, 1) };
    const [, missing] = whole.tasks;
    const recovered = happen(broken, add({ ...missing, keptByEngine: 1, source: 'recovered' }));
    expect(taskIn(recovered, 'task-1')).toEqual({
      ...missing,
      keptByEngine: 1,
      source: 'recovered',
    });
    expect(taskIn(recovered, 'task-0')).toEqual(whole.tasks[0]);
    expect(codeOf(recovered, complete('task-0'))).toBe('blocked');
  });

  test.each([
    [{ ...call, date: '2026-02-30' }, 'invalid task.date'],
    [{ ...call, description: ' ' }, 'invalid task.description'],
    [{ ...call, refId: 'task-0' }, 'taken task.refId'],
    [{ ...call, dependsOn: ['task-9'] }, 'unknown-task task.dependsOn'],
    [{ ...call, approval: { of: ['x', 3] } }, 'invalid task.approval'],
    [{ ...call, time: '25:00' }, 'invalid task.time'],
    [{ ...call, timeZone: 'Mars/Base' }, 'invalid task.timeZone'],
    [
      { ...call, reminders: [{ after: 'P999Y', to: 'ops', kind: 'nag' }] },
      'invalid task.reminders',
    ],
    [{ ...call, evidence: { comment: 'Done.' } }, 'invalid task.evidence'],
    [{ ...call, status: 'done' }, 'invalid task.status'],
    [{ ...call, tiem: '09:00' }, 'unknown-field task.tiem'],
    [{ ...call, source: 'template' }, 'invalid task.source'],
  ])('refuses %j', (added, code) => {
    const refusal = refusedOf(run, add(added));
    expect(`${refusal.code} ${refusal.field}`).toBe(code);
  });

  test('refuses one that would wait for itself', () => {
    const dangling: Run = {
      ...run,
      tasks: run.tasks.map((each) => ({ ...each, dependsOn: ['lost'] })),
    };
    const circle = add({ ...call, refId: 'lost', dependsOn: ['task-0'], source: 'recovered' });
    expect(refusalOf(dangling, circle)).toBe('The new task `lost` would wait for itself.');
  });
});
