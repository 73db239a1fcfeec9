import { expect, test } from 'vitest';
import { ImpossibleDate } from '../../../src/workflow/plan/plan.ts';
import { planRemarks } from '../../../src/workflow/plan/plan-remarks.ts';
import { compileSmall } from '../runtime-template.ts';

const template = compileSmall([{ offsetDays: -3 }, { offsetDays: 3 }, { offsetDays: 4 }], {
  anchor: { label: 'Publication', weekday: 'wednesday' },
  calendar: { onNonWorkingDay: 'nearest' },
});

test('says nothing of a usual plan', () => {
  const plain = compileSmall([{ offsetDays: 3 }]);
  expect(planRemarks(plain, { anchor: '2026-07-22', today: '2026-07-25' })).toEqual([]);
});

test('says which tasks moved, and where', () => {
  expect(planRemarks(template, { anchor: '2026-07-22' })).toEqual([
    'Task `task-0` falls on Sunday 2026-07-19, a day off, and is due on Monday 2026-07-20.',
    'Task `task-1` falls on Saturday 2026-07-25, a day off, and is due on Friday 2026-07-24.',
    'Task `task-2` falls on Sunday 2026-07-26, a day off, and is due on Monday 2026-07-27.',
  ]);
});

test('names an unusual weekday', () => {
  expect(planRemarks(template, { anchor: '2026-07-23' })[0]).toBe(
    'The anchor is Thursday 2026-07-23, but “Publication” is usually a Wednesday.',
  );
});

test('names the tasks that are late from the start', () => {
  expect(planRemarks(template, { anchor: '2026-07-22', today: '2026-07-27' }).at(-1)).toBe(
    'Due before 2026-07-27: `task-0` and `task-1`. Choose a later anchor or plan to catch up.',
  );
});

test('names three of many late tasks, and counts the others', () => {
  const tasks = Array.from({ length: 6 }, (_, offsetDays) => ({ offsetDays }));
  const remarks = planRemarks(compileSmall(tasks), {
    anchor: '2026-07-22',
    today: '2026-08-22',
  });
  expect(remarks.at(-1)).toContain(': `task-0`, `task-1`, `task-2` and 3 more.');
});

test('names a task that is due before what it depends on', () => {
  const tasks = [
    { offsetDays: 2, time: '09:00' },
    { offsetDays: 2, time: '08:00', dependsOn: ['task-0'] },
    { offsetDays: 2, dependsOn: ['task-0', 'task-1'] },
    { offsetDays: 1, dependsOn: ['task-2'] },
  ];
  expect(planRemarks(compileSmall(tasks), { anchor: '2026-07-22' })).toEqual([
    'Task `task-1` is due on Friday 2026-07-24 at 08:00, before `task-0`, which it depends on ' +
      'and which is due on Friday 2026-07-24 at 09:00.',
    'Task `task-3` is due on Thursday 2026-07-23, before `task-2`, which it depends on and ' +
      'which is due on Friday 2026-07-24.',
  ]);
});

test('rolling can bring a task before its dependency', () => {
  const tasks = [{ offsetWorkdays: 3 }, { offsetDays: 4, dependsOn: ['task-0'] }];
  const calendar = { onNonWorkingDay: 'previous' };
  expect(planRemarks(compileSmall(tasks, { calendar }), { anchor: '2026-07-22' })).toEqual([
    'Task `task-1` falls on Sunday 2026-07-26, a day off, and is due on Friday 2026-07-24.',
    'Task `task-1` is due on Friday 2026-07-24, before `task-0`, which it depends on and which ' +
      'is due on Monday 2026-07-27.',
  ]);
});

test('names a time that clocks skip or show twice', () => {
  const zoned = compileSmall([{ offsetDays: 0, time: '02:30' }], {
    anchor: { label: 'Day', timeZone: 'Europe/Berlin' },
  });
  expect(planRemarks(zoned, { anchor: '2026-03-29' })).toEqual([
    'Task `task-0` is due at 02:30 on Sunday 2026-03-29, a time the clocks of Europe/Berlin ' +
      'skip; 03:30 counts.',
  ]);
  expect(planRemarks(zoned, { anchor: '2026-10-25' })).toEqual([
    'Task `task-0` is due at 02:30 on Sunday 2026-10-25, a time that comes twice in ' +
      'Europe/Berlin; the first one counts.',
  ]);
  expect(planRemarks(zoned, { anchor: '2026-03-30' })).toEqual([]);
  expect(
    planRemarks(compileSmall([{ offsetDays: 0, time: '02:30' }]), { anchor: '2026-03-29' }),
  ).toEqual([]);
});

test('refuses impossible dates', () => {
  expect(() => planRemarks(template, { anchor: '2026-02-30' })).toThrow(ImpossibleDate);
  expect(() => planRemarks(template, { anchor: '2026-07-22', today: 'now' })).toThrow(
    ImpossibleDate,
  );
});
