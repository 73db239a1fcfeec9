/** The daily stand-up report as schedules and registers make it: for whom, when, and when not. */
import { catchUp, type ExistingRun, type RunValues, type WorkflowTemplate } from 'opsbook/workflow';
import { expect, test } from 'vitest';
import { scheduledRuns } from '../../src/workflow/schedule/scheduled-runs.ts';
import { compileSmall } from '../workflow/runtime-template.ts';

const report: WorkflowTemplate = compileSmall(
  [
    { refId: 'write-report', offsetDays: 0, time: '06:00' },
    { refId: 'review-report', offsetDays: 0, humanGate: 'A person reads it.' },
  ],
  {
    type: 'stand-up',
    forEach: ['client', 'developer'],
    runTitle: '{developer} for {client} on {anchor}',
    anchor: { label: 'Day of the report', timeZone: 'each' },
    trigger: { type: 'automatic', schedule: '0 6 * * 1-5', timeZone: 'each' },
  },
);

const ZONES = new Map([
  ['ann', 'Europe/Berlin'],
  ['bhavna', 'Asia/Kolkata'],
  ['carlos', 'America/Los_Angeles'],
]);

/** Client → organisations → teams → developers: what is registered. */
const REGISTER: Readonly<Record<string, readonly (readonly (readonly string[])[])[]>> = {
  acme: [[['ann', 'bhavna'], ['ann']], [['carlos', 'ann']]],
  globex: [[['ann']]],
};

type Values = RunValues[string];

/** The distinct developers of each client, as a program with the register would ask for them. */
function valuesOf(more: Partial<Values[number]> = {}): RunValues {
  const values = Object.entries(REGISTER).flatMap(([client, organisations]) =>
    [...new Set(organisations.flat(2))].map((developer) => ({
      for: { client, developer },
      timeZone: ZONES.get(developer) ?? '',
      ...more,
    })),
  );
  return { 'stand-up': values as Values };
}

const on = (from: string, to = from) => ({ from, to });
const WEDNESDAY = on('2026-07-22');

test('SU-3 For every client, each distinct developer of any team gets one report a day', () => {
  const { templateCreated, failures } = catchUp([report], {
    ...WEDNESDAY,
    existing: [],
    values: valuesOf(),
  });
  expect(failures).toEqual([]);
  expect(templateCreated.map(({ title }) => title)).toEqual([
    'ann for acme on 2026-07-22',
    'bhavna for acme on 2026-07-22',
    'carlos for acme on 2026-07-22',
    'ann for globex on 2026-07-22',
  ]);
});

test('SU-3 A register that names a developer once a team still makes one report', () => {
  const values = {
    'stand-up': ['ann', ' ann', 'ann '].map((developer) => ({
      for: { client: 'acme', developer },
      timeZone: 'Europe/Berlin',
    })),
  };
  const { templateCreated } = catchUp([report], { ...WEDNESDAY, existing: [], values });
  expect(templateCreated.map(({ for: values }) => values)).toEqual([
    { client: 'acme', developer: 'ann' },
  ]);
});

test.each([
  ['Europe/Berlin', ['2026-03-27T05:00:00Z', '2026-03-30T04:00:00Z']],
  ['Asia/Kolkata', ['2026-03-27T00:30:00Z', '2026-03-30T00:30:00Z']],
  ['America/Los_Angeles', ['2026-03-27T13:00:00Z', '2026-03-30T13:00:00Z']],
])(
  'SU-4 It comes into being at 06:00 in %s, also when Europe changes its clocks',
  (zone, moments) => {
    expect(firings(zone, on('2026-03-27', '2026-03-30'))).toEqual(moments);
  },
);

test('SU-4 It comes into being at 06:00 in Los Angeles, also when America changes its clocks', () => {
  expect(firings('America/Los_Angeles', on('2026-03-06', '2026-03-09'))).toEqual([
    '2026-03-06T14:00:00Z',
    '2026-03-09T13:00:00Z',
  ]);
});

test('SU-5 The job may run every minute: an existing report is not created again', () => {
  let existing: ExistingRun[] = [];
  const created: number[] = [];
  for (let minute = 0; minute < 60; minute += 1) {
    const done = catchUp([report], { ...WEDNESDAY, existing, values: valuesOf() });
    created.push(done.templateCreated.length);
    existing = [
      ...existing,
      ...done.templateCreated.map(({ templateType, anchorDate, for: values = {} }) => ({
        type: templateType,
        anchor: anchorDate,
        for: values,
      })),
    ];
  }
  expect(created).toEqual([4, ...Array.from({ length: 59 }, () => 0)]);
});

test('SU-7 No report on days off of the person', () => {
  const values = valuesOf({ daysOff: ['2026-07-22'] });
  const { templateCreated, failures } = catchUp([report], {
    ...on('2026-07-21', '2026-07-23'),
    existing: [],
    values,
  });
  expect(failures).toEqual([]);
  expect(new Set(templateCreated.map(({ anchorDate }) => anchorDate))).toEqual(
    new Set(['2026-07-21', '2026-07-23']),
  );
});

test('SU-3 A developer who has left gets no report any more, one who is new from the first day on', () => {
  const values = valuesOf({ from: '2026-07-21', until: '2026-07-22' });
  const { templateCreated } = catchUp([report], {
    ...on('2026-07-20', '2026-07-24'),
    existing: [],
    values,
  });
  expect(new Set(templateCreated.map(({ anchorDate }) => anchorDate))).toEqual(
    new Set(['2026-07-21', '2026-07-22']),
  );
});

/** Moments at which the report of one developer comes into being; its task has the same zone. */
function firings(timeZone: string, range: { from: string; to: string }): string[] {
  const value = { for: { client: 'acme', developer: 'ann' }, timeZone };
  const { runs, failures } = scheduledRuns([report], range, { 'stand-up': [value] });
  expect(failures).toEqual([]);
  for (const { anchor, bundle } of runs) {
    expect(bundle.tasks[0]).toMatchObject({ date: anchor, time: '06:00', timeZone });
  }
  return runs.map(({ occurrence }) => occurrence.firesAt);
}
