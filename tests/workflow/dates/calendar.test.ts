import { describe, expect, test } from 'vitest';
import { isCalendarDate } from '../../../schemas/calendar-day.ts';
import { calendar as calendarSchema, WEEKDAYS } from '../../../schemas/task-template.ts';
import { parseDate, WorkCalendar, weekdayOf } from '../../../src/workflow/dates/calendar.ts';
import { ImpossibleDate } from '../../../src/workflow/plan/plan-error.ts';
import fc from '../../support/generated.ts';

const calendarOf = (calendar: object) => new WorkCalendar(calendarSchema.parse(calendar));

/** A day of the years 1900 to 2200, reckoned by the platform's own calendar. */
const days = fc
  .integer({ min: -25_567, max: 84_006 })
  .map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10));

const calendars = fc.record({
  onNonWorkingDay: fc.constantFrom('previous', 'next', 'nearest'),
  workdays: fc.subarray([...WEEKDAYS], { minLength: 1 }),
  holidays: fc.array(days, { maxLength: 20 }),
});

describe('parseDate', () => {
  test.each([
    '2026-02-30',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2027-02-29',
    '1900-02-29',
    '2026-07-00',
  ])('refuses %s, which does not exist', (value) => {
    expect(() => parseDate(value)).toThrow(ImpossibleDate);
    expect(() => parseDate(value)).toThrow(`\`${value}\` is a date that does not exist.`);
  });

  test.each([
    '',
    '2026-7-2',
    '20260722',
    '22.07.2026',
    '2026-07-22T10:00',
    '2026-07-22[u-ca=hebrew]',
    '+002026-07-22',
    '2026-07-22\n',
    'tomorrow',
  ])('refuses %j, which is no date', (value) => {
    expect(() => parseDate(value)).toThrow(ImpossibleDate);
    expect(() => parseDate(value)).toThrow('is not a date.');
  });

  test('agrees with the schema of dates', () => {
    const part = (max: number, length: number) =>
      fc.nat({ max }).map((number) => String(number).padStart(length, '0'));
    fc.assert(
      fc.property(part(9999, 4), part(13, 2), part(32, 2), (year, month, day) => {
        const value = `${year}-${month}-${day}`;
        if (isCalendarDate(value)) expect(parseDate(value).toString()).toBe(value);
        else expect(() => parseDate(value)).toThrow(ImpossibleDate);
      }),
    );
  });
});

test('weekdays agree with the platform', () => {
  fc.assert(
    fc.property(days, (day) => {
      const number = new Date(`${day}T00:00:00Z`).getUTCDay();
      expect(weekdayOf(parseDate(day))).toBe(WEEKDAYS[(number + 6) % 7]);
    }),
  );
});

describe('offset', () => {
  const offset = (anchor: string, task: object, calendar: object = {}) =>
    calendarOf(calendar).offset(parseDate(anchor), task).toString();

  test.each([
    ['2024-02-28', 1, '2024-02-29'],
    ['2024-03-01', -1, '2024-02-29'],
    ['2024-02-29', 365, '2025-02-28'],
    ['2024-02-29', 366, '2025-03-01'],
    ['2026-02-28', 1, '2026-03-01'],
    ['2000-02-28', 1, '2000-02-29'],
    ['2100-02-28', 1, '2100-03-01'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2026-01-01', -1, '2025-12-31'],
    ['2026-01-31', 30, '2026-03-02'],
    ['2026-03-31', -31, '2026-02-28'],
    ['2026-03-29', 1, '2026-03-30'],
    ['2026-10-25', -1, '2026-10-24'],
  ])('%s and %i days is %s', (anchor, offsetDays, date) => {
    expect(offset(anchor, { offsetDays })).toBe(date);
  });

  test.each([
    ['2026-07-24', 1, '2026-07-27'],
    ['2026-07-27', -1, '2026-07-24'],
    ['2026-07-22', 5, '2026-07-29'],
    ['2026-07-25', 1, '2026-07-27'],
    ['2026-07-25', -1, '2026-07-24'],
    ['2026-07-25', 0, '2026-07-25'],
    ['2026-12-24', 1, '2026-12-28'],
    ['2026-12-31', 1, '2027-01-04'],
  ])('%s and %i workdays is %s', (anchor, offsetWorkdays, date) => {
    const calendar = { holidays: ['2026-12-25', '2027-01-01'] };
    expect(offset(anchor, { offsetWorkdays }, calendar)).toBe(date);
  });

  test('a workday offset counts exactly its workdays', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -40, max: 40 }), calendars, (day, count, settings) => {
        const calendar = calendarOf(settings);
        const anchor = parseDate(day);
        const date = calendar.offset(anchor, { offsetWorkdays: count });
        const step = Math.sign(count);
        let seen = 0;
        for (let each = anchor; !each.equals(date); ) {
          each = each.add({ days: step });
          if (calendar.isWorkday(each)) seen += 1;
        }
        expect(seen).toBe(Math.abs(count));
        expect(count === 0 || calendar.isWorkday(date)).toBe(true);
      }),
    );
  });

  test.each([
    ['9999-12-31', { offsetDays: 1 }],
    ['0000-01-01', { offsetDays: -1 }],
    ['9999-12-31', { offsetWorkdays: 1 }],
    ['2026-07-22', { offsetDays: Number.MAX_SAFE_INTEGER }],
    ['2026-07-22', { offsetWorkdays: Number.MIN_SAFE_INTEGER }],
  ])('%s and %j leads out of the calendar and is refused', (anchor, task) => {
    expect(() => offset(anchor, task)).toThrow(ImpossibleDate);
  });
});

describe('roll', () => {
  const roll = (date: string, onNonWorkingDay: string, rest: object = {}) =>
    calendarOf({ onNonWorkingDay, ...rest })
      .roll(parseDate(date))
      .toString();

  test.each([
    ['keep', '2026-07-25', '2026-07-25'],
    ['previous', '2026-07-25', '2026-07-24'],
    ['previous', '2026-07-26', '2026-07-24'],
    ['next', '2026-07-25', '2026-07-27'],
    ['nearest', '2026-07-25', '2026-07-24'],
    ['nearest', '2026-07-26', '2026-07-27'],
    ['nearest', '2026-07-22', '2026-07-22'],
    ['next', '2026-12-25', '2026-12-28'],
    ['previous', '2027-01-01', '2026-12-31'],
  ])('%s: %s is due on %s', (rule, date, due) => {
    expect(roll(date, rule, { holidays: ['2026-12-25', '2027-01-01'] })).toBe(due);
  });

  test('nearest goes back when both ways are equally long', () => {
    expect(roll('2026-07-22', 'nearest', { holidays: ['2026-07-22'] })).toBe('2026-07-21');
  });

  test('a template without a calendar keeps its dates', () => {
    const saturday = parseDate('2026-07-25');
    expect(new WorkCalendar(undefined).roll(saturday).equals(saturday)).toBe(true);
  });

  test('leads to a workday, the first one in its direction', () => {
    fc.assert(
      fc.property(days, calendars, (day, settings) => {
        const calendar = calendarOf(settings);
        const date = parseDate(day);
        const due = calendar.roll(date);
        expect(calendar.isWorkday(due)).toBe(true);
        const distance = Math.abs(due.since(date).days);
        const workdaysWithin = [...Array(distance * 2 + 1).keys()]
          .map((index) => index - distance)
          .filter((way) => calendar.isWorkday(date.add({ days: way })));
        const expected = {
          previous: workdaysWithin.filter((way) => way <= 0).at(-1),
          next: workdaysWithin.find((way) => way >= 0),
          nearest: workdaysWithin.toSorted((a, b) => Math.abs(a) - Math.abs(b) || a - b)[0],
        }[settings.onNonWorkingDay as 'previous' | 'next' | 'nearest'];
        expect(due.since(date).days).toBe(expected);
      }),
    );
  });
});
