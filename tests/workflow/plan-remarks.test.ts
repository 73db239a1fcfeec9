import { expect, test } from 'vitest';
import { ImpossibleDate } from '../../src/workflow/plan.ts';
import { planRemarks } from '../../src/workflow/plan-remarks.ts';
import { compileSmall } from './runtime-template.ts';

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

test('refuses impossible dates', () => {
  expect(() => planRemarks(template, { anchor: '2026-02-30' })).toThrow(ImpossibleDate);
  expect(() => planRemarks(template, { anchor: '2026-07-22', today: 'now' })).toThrow(
    ImpossibleDate,
  );
});
