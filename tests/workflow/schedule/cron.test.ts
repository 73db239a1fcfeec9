import { Cron } from 'croner';
import { expect, test } from 'vitest';
import { PlanError } from '../../../src/workflow/plan/plan-error.ts';
import { anchorWeekdays, scheduleProblem } from '../../../src/workflow/schedule/cron.ts';
import { occurrences } from '../../../src/workflow/schedule/occurrences.ts';
import fc from '../../support/generated.ts';

test.each([
  '0 9 * * 1',
  '*/15 8-17 * * MON-FRI',
  '0 0 1,15 * *',
  '5 4 * jan,JUL sun',
  '0 0 29 2 *',
  '0 9 * * 7',
  '0 9 * * fri-sun',
  '0 9 29 2 *',
  '0 9 31 2 1',
])('%s is a schedule', (schedule) => {
  expect(scheduleProblem(schedule)).toBeUndefined();
});

test.each([
  ['', 'it has 0 fields, and a schedule has five'],
  ['0 9 * *', 'it has 4 fields, and a schedule has five'],
  ['0 0 9 * * 1', 'it has 6 fields, and a schedule has five'],
  ['@daily', 'it has 1 field, and a schedule has five'],
  ['61 * * * *', 'its minute has `61`, and a minute is 0 to 59'],
  ['0 25 * * *', 'its hour has `25`, and an hour is 0 to 23'],
  ['0 8 32 * *', 'its day has `32`, and a day is 1 to 31'],
  ['0 8 0 * *', 'its day has `0`, and a day is 1 to 31'],
  ['0 8 1,99 * *', 'its day has `99`, and a day is 1 to 31'],
  ['0 8 * 13 *', 'its month has `13`, and a month is 1 to 12, or `jan` to `dec`'],
  ['0 8 * mon *', 'its month has `mon`, and a month is 1 to 12, or `jan` to `dec`'],
  ['0 9 * * 8', 'its weekday has `8`, and a weekday is 0 to 7, or `sun` to `sat`'],
  ['0 9 * * monday', 'its weekday has `monday`, and a weekday is 0 to 7, or `sun` to `sat`'],
  ['0 9 L * *', 'its day has `L`, and a day is 1 to 31'],
  ['0 9 * * 1#2', 'its weekday has `1#2`, and a weekday is 0 to 7, or `sun` to `sat`'],
  ['0 9 5-1 * *', 'its day has `5-1`, which runs backwards'],
  ['0 9 1-2-3 * *', 'its day has `1-2-3`, and a day is 1 to 31'],
  ['1,,2 9 * * *', 'its minute has a list with an empty place'],
  ['*/0 * * * *', 'its minute has `*/0`, and a step is 1 to 60'],
  ['*/ * * * *', 'its minute has `*/`, and a step is 1 to 60'],
  ['5/15 * * * *', 'its minute has `5/15`, and a step follows `*` or a range'],
  ['0 9 31 2 *', 'it never fires'],
  ['0 9 31 2,4-4,jun *', 'it never fires'],
  ['0 9 31 2 */2', 'it never fires'],
])('%j is none', (schedule, reason) => {
  expect(scheduleProblem(schedule)).toEqual({
    reason,
    message: `\`${schedule}\` is no schedule: ${reason} — write minute, hour, day, month and weekday, such as \`0 9 * * 1\` for Mondays at 9:00.`,
  });
  const trigger = { triggerType: 'automatic', triggerSchedule: schedule } as const;
  expect(() => occurrences(trigger, { from: '2026-01-01', to: '2026-01-02' })).toThrow(
    new PlanError(scheduleProblem(schedule)?.message ?? ''),
  );
});

const FIELDS = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12 },
  { min: 0, max: 7 },
];

const scheduleWith = (place: number, field: string) =>
  ['*', '*', '*', '*', '*'].with(place, field).join(' ');
const read = (schedule: string) => new Cron(schedule, { mode: '5-part', paused: true });
const listOf = (part: fc.Arbitrary<string>) =>
  fc.array(part, { minLength: 1, maxLength: 2 }).map((parts) => parts.join(','));

test('whatever classic cron has is a schedule, and the library reads it', () => {
  const field = fc.nat({ max: 4 }).chain((place) => {
    const { min = 0, max = 0 } = FIELDS[place] ?? {};
    const value = fc.integer({ min, max });
    const range = fc.tuple(value, value).map((ends) => ends.sort((a, b) => a - b).join('-'));
    const step = fc.integer({ min: 1, max: Math.min(max, 31) }).map((number) => `/${number}`);
    const stepped = fc.tuple(fc.oneof(fc.constant('*'), range), step).map((both) => both.join(''));
    const part = fc.oneof(fc.constant('*'), value.map(String), range, stepped);
    return fc.tuple(fc.constant(place), listOf(part));
  });
  fc.assert(
    fc.property(field, ([place, written]) => {
      const schedule = scheduleWith(place, written);
      expect(scheduleProblem(schedule)).toBeUndefined();
      expect(() => read(schedule)).not.toThrow();
    }),
    { numRuns: 1000 },
  );
});

test('the library can read every schedule, whatever is written', () => {
  const value = fc.oneof(
    fc.nat({ max: 61 }).map(String),
    fc.constantFrom('jan', 'DEC', 'sun', 'Sat'),
  );
  const range = fc.oneof(
    fc.constant('*'),
    value,
    fc.tuple(value, value).map(([from, to]) => `${from}-${to}`),
  );
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.constant('') },
    fc.nat({ max: 62 }).map((number) => `/${number}`),
  );
  const part = fc.tuple(range, step).map((both) => both.join(''));
  fc.assert(
    fc.property(fc.nat({ max: 4 }), listOf(part), (place, written) => {
      const schedule = scheduleWith(place, written);
      // What the library reads beyond classic cron, such as `1-32/2`, is refused all the same.
      if (!scheduleProblem(schedule)) expect(() => read(schedule)).not.toThrow();
    }),
    { numRuns: 2000 },
  );
});

test.each<[string, number, string[]]>([
  ['0 9 * * 1', 14, ['monday']],
  ['0 9 * * 1', 2, ['wednesday']],
  ['0 9 * * 0,7', 0, ['sunday']],
  ['0 9 */2 * 1', 0, ['monday']],
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
