import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { ImpossibleDate, PlanError } from '../../../src/workflow/plan/plan-error.ts';
import { scheduleProblem } from '../../../src/workflow/schedule/cron.ts';
import { occurrences, type Trigger } from '../../../src/workflow/schedule/occurrences.ts';
import fc from '../../support/generated.ts';
import { compileRuntimeTemplate, compileSmall, readRuntimeTemplate } from '../runtime-template.ts';

const DAY_IN_MS = 86_400_000;

function trigger(triggerSchedule: string, triggerTimeZone = 'UTC', triggerLeadDays = 0): Trigger {
  return {
    triggerType: 'automatic',
    triggerSchedule,
    triggerTimeZone,
    triggerLeadDays,
    triggerEnabled: true,
  };
}

const firesAt = (schedule: string, zone: string, from: string, to: string) =>
  occurrences(trigger(schedule, zone), { from, to }).map((occurrence) => occurrence.firesAt);

const firesOn = (schedule: string, from: string, to: string) =>
  occurrences(trigger(schedule), { from, to }).map((occurrence) => occurrence.firesOn);

describe('the triggers of the runtime templates', () => {
  test('a newsletter every Monday is for the Monday two weeks later', () => {
    const template = compileRuntimeTemplate(readRuntimeTemplate('newsletter'));
    expect(occurrences(template, { from: '2026-07-01', to: '2026-07-14' })).toEqual([
      { firesOn: '2026-07-06', firesAt: '2026-07-06T09:00:00Z', anchor: '2026-07-20' },
      { firesOn: '2026-07-13', firesAt: '2026-07-13T09:00:00Z', anchor: '2026-07-27' },
    ]);
  });

  test('a tax report on the first of each month is for that day', () => {
    const template = compileRuntimeTemplate(readRuntimeTemplate('tax-report'));
    const anchors = occurrences(template, { from: '2026-12-01', to: '2027-02-28' });
    expect(anchors.map(({ anchor }) => anchor)).toEqual(['2026-12-01', '2027-01-01', '2027-02-01']);
  });

  test('a manual template never fires', () => {
    const template = compileRuntimeTemplate(readRuntimeTemplate('oss'));
    expect(occurrences(template, { from: '2026-01-01', to: '2026-12-31' })).toEqual([]);
  });

  test('a disabled trigger never fires, and does when it is enabled', () => {
    const range = { from: '2026-01-01', to: '2026-01-31' };
    const paused = (enabled: boolean) =>
      compileSmall([{ offsetDays: 0 }], {
        trigger: { type: 'automatic', schedule: '0 9 * * 1', enabled },
      });
    expect(occurrences(paused(false), range)).toEqual([]);
    expect(occurrences(paused(true), range)).toHaveLength(4);
  });
});

describe('cron', () => {
  test.each([
    ['0 9 13 * 5', ['2026-02-06', '2026-02-13', '2026-02-20', '2026-02-27']],
    ['0 9 10 * 5', ['2026-02-06', '2026-02-10', '2026-02-13', '2026-02-20', '2026-02-27']],
    ['0 9 * * 0', ['2026-02-01', '2026-02-08', '2026-02-15', '2026-02-22']],
    ['0 9 * * 7', ['2026-02-01', '2026-02-08', '2026-02-15', '2026-02-22']],
    ['0 9 * * sun', ['2026-02-01', '2026-02-08', '2026-02-15', '2026-02-22']],
    ['0 9 */10 * *', ['2026-02-01', '2026-02-11', '2026-02-21']],
    ['0 9 5-7,20 feb *', ['2026-02-05', '2026-02-06', '2026-02-07', '2026-02-20']],
    ['0 9 31 * *', []],
    ['0 9 31 1 *', []],
    ['*/5 8-18 3 2 *', ['2026-02-03']],
    // Either day field is enough only if neither begins with `*`, whatever its step.
    ['0 9 */2 * 1', ['2026-02-09', '2026-02-23']],
    [
      '0 9 1-31/2 2 1',
      [
        '2026-02-01',
        '2026-02-02',
        '2026-02-03',
        '2026-02-05',
        '2026-02-07',
        '2026-02-09',
        '2026-02-11',
        '2026-02-13',
        '2026-02-15',
        '2026-02-16',
        '2026-02-17',
        '2026-02-19',
        '2026-02-21',
        '2026-02-23',
        '2026-02-25',
        '2026-02-27',
      ],
    ],
    ['0 9 1-7 2 */6', ['2026-02-01', '2026-02-07']],
  ])('%s fires in February 2026 on %j', (schedule, days) => {
    expect(firesOn(schedule, '2026-02-01', '2026-02-28')).toEqual(days);
  });

  test('both ends of the range are included', () => {
    expect(firesOn('0 0 * * *', '2026-01-01', '2026-01-01')).toEqual(['2026-01-01']);
    expect(firesOn('59 23 * * *', '2026-01-01', '2026-01-01')).toEqual(['2026-01-01']);
  });

  test('knows leap days and the turn of the year', () => {
    expect(firesOn('0 9 29 2 *', '2026-01-01', '2033-12-31')).toEqual(['2028-02-29', '2032-02-29']);
    expect(firesOn('0 9 1,31 1,12 *', '2026-12-02', '2027-01-30')).toEqual([
      '2026-12-31',
      '2027-01-01',
    ]);
  });

  test('fires on the days its fields name, and on no others', () => {
    const field = (min: number, max: number) =>
      fc.oneof(
        fc.constant({ text: '*', has: () => true, isAny: true }),
        fc.uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: 4 }).map((numbers) => ({
          text: numbers.join(','),
          has: (value: number) => numbers.includes(value),
          isAny: false,
        })),
      );
    const starts = fc.integer({ min: 0, max: 40_000 });
    fc.assert(
      fc.property(field(1, 31), field(1, 12), field(0, 6), starts, (day, month, weekday, start) => {
        const dates = Array.from(
          { length: 100 },
          (_, index) => new Date((start + index) * DAY_IN_MS),
        );
        const isFiring = (date: Date) => {
          const [onDay, onWeekday] = [day.has(date.getUTCDate()), weekday.has(date.getUTCDay())];
          const isEither = !day.isAny && !weekday.isAny;
          return (
            month.has(date.getUTCMonth() + 1) &&
            (isEither ? onDay || onWeekday : onDay && onWeekday)
          );
        };
        const iso = (date: Date | undefined) => date?.toISOString().slice(0, 10) ?? '';
        const schedule = `30 6 ${day.text} ${month.text} ${weekday.text}`;
        fc.pre(!scheduleProblem(schedule));
        expect(firesOn(schedule, iso(dates[0]), iso(dates.at(-1)))).toEqual(
          dates.filter(isFiring).map(iso),
        );
      }),
    );
  });

  test('of a zone that is none is refused', () => {
    expect(() => firesAt('0 9 * * *', 'Mars/Base', '2026-01-01', '2026-01-02')).toThrow(
      new PlanError('`Mars/Base` is not a time zone. Write one such as `Europe/Berlin`.'),
    );
  });
});

describe('daylight saving', () => {
  test('a schedule keeps its local time', () => {
    expect(firesAt('0 9 * * *', 'Europe/Berlin', '2026-03-28', '2026-03-29')).toEqual([
      '2026-03-28T08:00:00Z',
      '2026-03-29T07:00:00Z',
    ]);
    expect(firesAt('0 9 * * *', 'America/New_York', '2026-10-31', '2026-11-01')).toEqual([
      '2026-10-31T13:00:00Z',
      '2026-11-01T14:00:00Z',
    ]);
  });

  test.each(['30 2 * * *', '30 2,14 * * *'])('%s in the hour that is skipped', (schedule) => {
    expect(firesAt(schedule, 'Europe/Berlin', '2026-03-28', '2026-03-30')).toEqual([
      '2026-03-28T01:30:00Z',
      '2026-03-29T01:00:00Z',
      '2026-03-30T00:30:00Z',
    ]);
  });

  test('steps go by what the clock shows', () => {
    expect(firesAt('*/30 2 * * *', 'Europe/Berlin', '2026-03-28', '2026-03-30')).toEqual([
      '2026-03-28T01:00:00Z',
      '2026-03-30T00:00:00Z',
    ]);
    expect(firesAt('*/30 2-3 * * *', 'Europe/Berlin', '2026-03-29', '2026-03-29')).toEqual([
      '2026-03-29T01:00:00Z',
    ]);
  });

  test('an hour that comes twice fires the first time, once', () => {
    expect(firesAt('30 2 * * *', 'Europe/Berlin', '2026-10-24', '2026-10-26')).toEqual([
      '2026-10-24T00:30:00Z',
      '2026-10-25T00:30:00Z',
      '2026-10-26T01:30:00Z',
    ]);
  });

  test('a day that begins at one o’clock has its occurrence', () => {
    expect(firesAt('0 0 * * *', 'America/Sao_Paulo', '2018-11-03', '2018-11-05')).toEqual([
      '2018-11-03T03:00:00Z',
      '2018-11-04T03:00:00Z',
      '2018-11-05T02:00:00Z',
    ]);
  });

  test.each([
    ['Pacific/Apia', '0 9 30 * *', '2011-12-30', '2011-12-30T10:00:00Z'],
    ['America/Nuuk', '30 23 * * 6', '2026-03-28', '2026-03-29T01:00:00Z'],
    ['America/Havana', '0 0 * * 0', '2026-03-08', '2026-03-08T05:00:00Z'],
    ['Asia/Beirut', '30 0 * * 0', '2026-03-29', '2026-03-28T22:00:00Z'],
    ['Africa/Cairo', '15 0 24 4 *', '2026-04-24', '2026-04-23T22:00:00Z'],
    ['America/Asuncion', '0 0 6 10 *', '2024-10-06', '2024-10-06T04:00:00Z'],
  ])('%s: %s on a day that begins or ends with a gap', (zone, schedule, day, moment) => {
    const found = occurrences(trigger(schedule, zone), { from: day, to: day });
    expect(found).toEqual([{ firesOn: day, firesAt: moment, anchor: day }]);
  });

  test('lead days are calendar days, also across a change', () => {
    expect(
      occurrences(trigger('0 23 * * *', 'Europe/Berlin', 14), {
        from: '2026-03-20',
        to: '2026-03-20',
      }),
    ).toEqual([{ firesOn: '2026-03-20', firesAt: '2026-03-20T22:00:00Z', anchor: '2026-04-03' }]);
  });

  test('a daily schedule fires once on every day of a year, in every zone', () => {
    for (const zone of ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Tokyo']) {
      for (const schedule of ['0 0 * * *', '30 2 * * *', '* * * * *', '59 23 * * *']) {
        const days = occurrences(trigger(schedule, zone), { from: '2026-01-01', to: '2026-12-31' });
        expect(new Set(days.map((each) => each.firesOn)).size).toBe(365);
        expect(days).toHaveLength(365);
      }
    }
  });
});

describe('around every clock change of every zone', () => {
  const isoDay = (date: Temporal.PlainDate) => date.toString();

  /** Each clock change of 2024 to 2027, as its zone, the day before and the two days after. */
  function* clockChanges() {
    const end = Temporal.Instant.from('2028-01-01T00:00:00Z');
    for (const zone of Intl.supportedValuesOf('timeZone')) {
      let at = Temporal.Instant.from('2024-01-01T00:00:00Z').toZonedDateTimeISO(zone);
      for (;;) {
        const next = at.getTimeZoneTransition('next');
        if (!next || Temporal.Instant.compare(next.toInstant(), end) > 0) break;
        const before = next.subtract({ nanoseconds: 1 });
        const isGap = next.offsetNanoseconds > before.offsetNanoseconds;
        // The first time that the clocks do not show.
        const gap = isGap ? before.toPlainDateTime().add({ nanoseconds: 1 }) : undefined;
        at = next;
        const day = next.toPlainDate();
        yield { zone, days: [-2, -1, 0, 1].map((days) => isoDay(day.add({ days }))), gap };
      }
    }
  }
  const changes = [...clockChanges()];

  test('there are some hundred', () => expect(changes.length).toBeGreaterThan(700));

  test('a time of the day fires once a day, on exactly the days that are asked for', () => {
    const times = fc.tuple(fc.nat({ max: 23 }), fc.nat({ max: 59 }));
    fc.assert(
      fc.property(fc.constantFrom(...changes), times, ({ zone, days }, [hour, minute]) => {
        const range = { from: days[0] ?? '', to: days.at(-1) ?? '' };
        const daily = occurrences(trigger(`${minute} ${hour} * * *`, zone), range);
        expect(daily.map(({ firesOn }) => firesOn)).toEqual(days);
        const moments = daily.map(({ firesAt }) => firesAt);
        expect(moments).toEqual([...new Set(moments)].sort());
      }),
      { numRuns: 300 },
    );
  });

  test('a time in the gap is no exception, where it begins or ends with the day', () => {
    const gaps = changes.filter(({ gap }) => gap !== undefined);
    expect(gaps.length).toBeGreaterThan(300);
    for (const { zone, days, gap } of gaps) {
      const range = { from: days[0] ?? '', to: days.at(-1) ?? '' };
      const daily = occurrences(trigger(`${gap?.minute} ${gap?.hour} * * *`, zone), range);
      if (daily.length !== days.length) expect([zone, daily]).toEqual(days);
    }
  });
});

describe('the range', () => {
  const range = (from: string, to: string) => () => occurrences(trigger('0 9 * * *'), { from, to });

  test('is refused with an end that does not exist, also for a manual trigger', () => {
    expect(range('2026-02-30', '2026-03-01')).toThrow(ImpossibleDate);
    expect(range('2026-02-01', '2026-13-01')).toThrow(ImpossibleDate);
    const manual = compileSmall([{ offsetDays: 0 }]);
    expect(() => occurrences(manual, { from: 'now', to: '2026-01-01' })).toThrow(ImpossibleDate);
  });

  test.each([
    ['2026-02-02', '2026-02-01', 'ends on 2026-02-01, before it begins on 2026-02-02'],
    ['2026-01-01', '2036-01-09', 'Choose one of at most 3660 days'],
    ['3000-01-01', '3000-01-02', 'up to the year 2999'],
  ])('%s to %s is refused', (from, to, reason) => {
    expect(range(from, to)).toThrow(PlanError);
    expect(range(from, to)).toThrow(reason);
  });

  test('may be as long as ten years', () => {
    expect(range('2026-01-01', '2036-01-08')()).toHaveLength(3660);
  });
});
