import { expect, test } from 'vitest';
import { anchorWeekdays, whyInvalidSchedule } from '../../../src/workflow/schedule/cron.ts';

test.each([
  '0 9 * * 1',
  '*/15 8-17 * * MON-FRI',
  '0 0 1,15 * *',
  '5 4 * jan,JUL sun',
  '0 0 29 2 *',
  '0 9 * * 7',
])('%s is a schedule', (schedule) => {
  expect(whyInvalidSchedule(schedule)).toBeUndefined();
});

test.each([
  ['0 9 * *', 'it has 4 fields'],
  ['0 0 9 * * 1', 'it has 6 fields'],
  ['@daily', 'it has 1 field,'],
  ['61 * * * *', '61'],
  ['0 25 * * *', 'hour: 25'],
  ['0 8 32 * *', 'day: 32'],
  ['0 8 0 * *', 'day: 0'],
  ['0 8 1,99 * *', 'day: 99'],
  ['0 8 * 13 *', 'month: 13'],
  ['0 9 * * 8', 'weekday: 8'],
  ['0 9 5-1 * *', '5-1'],
  ['*/0 * * * *', '0'],
  ['0 9 L * *', '`L`'],
  ['0 9 * * 1#2', '`1#2`'],
  ['0 9 31 2 *', 'it never fires'],
])('%s is none', (schedule, words) => {
  expect(whyInvalidSchedule(schedule)).toContain(words);
});

test.each<[string, number, string[]]>([
  ['0 9 * * 1', 14, ['monday']],
  ['0 9 * * 1', 2, ['wednesday']],
  ['0 9 * * 0,7', 0, ['sunday']],
  ['0 9 * * MON-TUE', 6, ['monday', 'sunday']],
])('%s with %i lead days anchors on %j', (schedule, leadDays, weekdays) => {
  expect([...anchorWeekdays(schedule, leadDays)].sort()).toEqual(weekdays);
});

test.each(['* * * * *', '0 9 1 * *', '0 9 24 12 *', '0 9 29 2 *', '0 9 1 * 1'])(
  '%s can anchor on any weekday',
  (schedule) => {
    expect(anchorWeekdays(schedule, 0).size).toBe(7);
  },
);
