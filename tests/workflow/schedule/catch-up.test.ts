import { describe, expect, test } from 'vitest';
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { ImpossibleDate, PlanError } from '../../../src/workflow/plan/plan-error.ts';
import {
  type CatchUpReport,
  catchUp,
  type ExistingRun,
} from '../../../src/workflow/schedule/catch-up.ts';
import { identityKey } from '../../../src/workflow/schedule/scheduled-runs.ts';
import fc from '../../support/generated.ts';
import { compileRuntimeTemplate, compileSmall, readRuntimeTemplate } from '../runtime-template.ts';

const JANUARY = { from: '2026-01-01', to: '2026-01-31' };
const newsletter = compileRuntimeTemplate(readRuntimeTemplate('newsletter'));

function automatic(type: string, overrides: object = {}, tasks = 2): WorkflowTemplate {
  return compileSmall(
    Array.from({ length: tasks }, (_, index) => ({ offsetDays: index })),
    { type, trigger: { type: 'automatic', schedule: '0 9 5 * *', leadDays: 1 }, ...overrides },
  );
}

/** What an engine has after it has done as the report says. */
function carryOut(report: CatchUpReport, existing: readonly ExistingRun[]): ExistingRun[] {
  const created = [...report.templateCreated, ...report.recurringGenerated].map((bundle) => ({
    type: bundle.templateType,
    anchor: bundle.anchorDate,
    ...(bundle.for && { for: bundle.for }),
    contentHash: bundle.contentHash,
    refIds: bundle.tasks.map(({ refId }) => refId),
  }));
  const recovered = new Map(
    report.templateRecovered.map((run) => [
      identityKey(run),
      run.missingTasks.map(({ refId }) => refId),
    ]),
  );
  const isReplaced = (run: ExistingRun) =>
    created.some((each) => identityKey(each) === identityKey(run));
  return [
    ...existing
      .filter((run) => !isReplaced(run))
      .map((run) => ({
        ...run,
        ...(run.refIds && {
          refIds: [...run.refIds, ...(recovered.get(identityKey(run)) ?? [])],
        }),
      })),
    ...created,
  ];
}

const countsOf = (report: CatchUpReport) =>
  Object.fromEntries(Object.entries(report).map(([name, list]) => [name, list.length]));

const NOTHING = {
  templateCreated: 0,
  templateSkipped: 0,
  templateRecovered: 0,
  recurringGenerated: 0,
  recurringSkipped: 0,
  failures: 0,
};

describe('catchUp', () => {
  test('creates what is due and reports it as there the second time', () => {
    const templates = [newsletter, automatic('review', {}, 1)];
    const first = catchUp(templates, { ...JANUARY, existing: [] });
    expect(countsOf(first)).toEqual({ ...NOTHING, templateCreated: 4, recurringGenerated: 1 });
    expect(first.templateCreated.map(({ anchorDate }) => anchorDate)).toEqual([
      '2026-01-19',
      '2026-01-26',
      '2026-02-02',
      '2026-02-09',
    ]);
    expect(first.recurringGenerated).toMatchObject([{ anchorDate: '2026-01-06' }]);
    const second = catchUp(templates, { ...JANUARY, existing: carryOut(first, []) });
    expect(countsOf(second)).toEqual({ ...NOTHING, templateSkipped: 4, recurringSkipped: 1 });
    expect(second.templateSkipped[0]).toEqual({ type: 'newsletter', anchor: '2026-01-19' });
    expect(second.recurringSkipped).toEqual([{ type: 'review', anchor: '2026-01-06' }]);
  });

  test('never starts a manual template or a disabled trigger', () => {
    const manual = automatic('manual', { trigger: { type: 'manual' } });
    const disabled = automatic('disabled', {
      trigger: { type: 'automatic', schedule: '* * * * *', enabled: false },
    });
    expect(countsOf(catchUp([manual, disabled], { ...JANUARY, existing: [] }))).toEqual(NOTHING);
  });

  test('asks no manual template and no disabled trigger for what it would lack', () => {
    const each = { forEach: ['client'], anchor: { label: 'Day', timeZone: 'each' } };
    const never = { type: 'automatic', schedule: '0 9 31 2 *', timeZone: 'each', enabled: false };
    const templates = [
      automatic('manual', { ...each, trigger: { type: 'manual' } }),
      automatic('disabled', { ...each, trigger: never }),
    ];
    expect(countsOf(catchUp(templates, { ...JANUARY, existing: [] }))).toEqual(NOTHING);
  });

  test('reports nothing, and no failure, for days no schedule names', () => {
    const range = { from: '2026-01-06', to: '2026-01-11' };
    const report = catchUp([newsletter, automatic('review')], { ...range, existing: [] });
    expect(countsOf(report)).toEqual(NOTHING);
  });

  test('works for a single day', () => {
    const range = { from: '2026-01-05', to: '2026-01-05' };
    const report = catchUp([automatic('review')], { ...range, existing: [] });
    expect(countsOf(report)).toEqual({ ...NOTHING, templateCreated: 1 });
  });

  test('skips the run a person has started for the same anchor', () => {
    const existing = [{ type: 'review', anchor: '2026-01-06' }];
    const report = catchUp([automatic('review')], { ...JANUARY, existing });
    expect(countsOf(report)).toEqual({ ...NOTHING, templateSkipped: 1 });
  });

  test('orders by day of firing, then by type, whatever the order of the templates', () => {
    const daily = { trigger: { type: 'automatic', schedule: '0 9 5,6 * *' } };
    const report = catchUp([automatic('b', daily), automatic('a', daily)], {
      ...JANUARY,
      existing: [],
    });
    expect(report.templateCreated.map((run) => `${run.anchorDate} ${run.templateType}`)).toEqual([
      '2026-01-05 a',
      '2026-01-05 b',
      '2026-01-06 a',
      '2026-01-06 b',
    ]);
  });
});

describe('a run whose creation broke off', () => {
  const template = automatic('review', {}, 3);
  const { contentHash } = template;
  const run = { type: 'review', anchor: '2026-01-06' };

  test('is recovered with the tasks it lacks, once', () => {
    const existing = [{ ...run, contentHash, refIds: ['task-1'] }];
    const report = catchUp([template], { ...JANUARY, existing });
    expect(countsOf(report)).toEqual({ ...NOTHING, templateRecovered: 1 });
    const [recovery] = report.templateRecovered;
    expect(recovery).toMatchObject({
      ...run,
      missingTasks: [
        { refId: 'task-0', date: '2026-01-06' },
        { refId: 'task-2', date: '2026-01-08' },
      ],
    });
    const again = catchUp([template], { ...JANUARY, existing: carryOut(report, existing) });
    expect(countsOf(again)).toEqual({ ...NOTHING, templateSkipped: 1 });
  });

  test('is left alone when the tasks are of a later version of the template', () => {
    const existing = [{ ...run, contentHash: 'sha256:of-before', refIds: ['task-1'] }];
    expect(countsOf(catchUp([template], { ...JANUARY, existing }))).toEqual({
      ...NOTHING,
      templateSkipped: 1,
    });
  });

  test('counts as whole when the engine does not say which tasks it has', () => {
    expect(countsOf(catchUp([template], { ...JANUARY, existing: [run] }))).toEqual({
      ...NOTHING,
      templateSkipped: 1,
    });
  });

  test('of one task is recovered, not made again under its identity', () => {
    const duty = automatic('review', {}, 1);
    const existing = [{ ...run, refIds: [] }];
    const report = catchUp([duty], { ...JANUARY, existing });
    expect(countsOf(report)).toEqual({ ...NOTHING, templateRecovered: 1 });
    expect(report.templateRecovered[0]?.missingTasks).toHaveLength(1);
  });
});

describe('a template that runs for each of several values', () => {
  const report = automatic('report', { forEach: ['client', 'developer'] });
  const acme = { client: 'acme', developer: 'ann' };
  const globex = { client: 'globex', developer: 'bob' };

  test('has one run for each, in their order, and each is known by its values', () => {
    const values = { report: [globex, acme] };
    const first = catchUp([report], { ...JANUARY, existing: [], values });
    expect(first.templateCreated.map((bundle) => bundle.for)).toEqual([globex, acme]);
    const shuffled = { developer: 'ann', client: 'acme' };
    const existing = [{ type: 'report', anchor: '2026-01-06', for: shuffled }];
    const second = catchUp([report], { ...JANUARY, existing, values });
    expect(second.templateCreated.map((bundle) => bundle.for)).toEqual([globex]);
    expect(second.templateSkipped).toEqual([{ type: 'report', anchor: '2026-01-06', for: acme }]);
  });

  test('has none when there is no value, and one when a value comes twice', () => {
    const none = catchUp([report], { ...JANUARY, existing: [], values: { report: [] } });
    expect(countsOf(none)).toEqual(NOTHING);
    const twice = catchUp([report], { ...JANUARY, existing: [], values: { report: [acme, acme] } });
    expect(countsOf(twice)).toEqual({ ...NOTHING, templateCreated: 1, templateSkipped: 1 });
  });

  test('fails once when nobody says for what, and keeps nothing else back', () => {
    const daily = { type: 'automatic', schedule: '0 9 * * *' };
    const many = automatic('report', { forEach: ['client'], trigger: daily });
    const { failures, templateCreated } = catchUp([many, automatic('review')], {
      ...JANUARY,
      existing: [],
    });
    expect(failures).toEqual([
      {
        type: 'report',
        reason: 'Workflow `report` has one run per `client`. Give a value for `client`.',
      },
    ]);
    expect(templateCreated).toHaveLength(1);
  });

  test('fails for the values that do not fit, with the run they are for', () => {
    const values = { report: [acme, { client: 'acme' }] };
    const { failures, templateCreated } = catchUp([report], { ...JANUARY, existing: [], values });
    expect(templateCreated).toHaveLength(1);
    expect(failures).toMatchObject([
      { type: 'report', anchor: '2026-01-06', for: { client: 'acme' } },
    ]);
  });
});

test('a schedule that cannot be read is a failure of its template alone', () => {
  const broken = automatic('broken', { trigger: { type: 'automatic', schedule: '0 25 * * *' } });
  const report = catchUp([broken, automatic('review')], { ...JANUARY, existing: [] });
  expect(countsOf(report)).toEqual({ ...NOTHING, templateCreated: 1, failures: 1 });
  expect(report.failures[0]).toEqual({
    type: 'broken',
    reason: expect.stringContaining('`0 25 * * *`'),
  });
});

test('a schedule that never fires is no silence', () => {
  const silent = automatic('silent');
  const { failures, templateCreated } = catchUp(
    [{ ...silent, triggerSchedule: '0 9 31 2 *' }, automatic('review')],
    { ...JANUARY, existing: [] },
  );
  expect(failures).toEqual([
    {
      type: 'silent',
      reason: expect.stringContaining('`0 9 31 2 *` is no schedule: it never fires'),
    },
  ]);
  expect(templateCreated).toHaveLength(1);
});

test('what is no template, and what is no value, fails alone', () => {
  const stored = JSON.parse('[null, 3, {"type": "odd"}]') as WorkflowTemplate[];
  const report = automatic('report', { forEach: ['client'] });
  const values = JSON.parse(
    '{"report": [null, "acme", {"client": 5}, {"for": {"client": "a"}, "daysOff": "never"}, ' +
      '{"for": {"client": "b"}, "from": "soon"}, {"client": "globex"}]}',
  );
  const { failures, templateCreated } = catchUp([...stored, report], {
    ...JANUARY,
    existing: [],
    values,
  });
  expect(templateCreated.map((bundle) => bundle.for)).toEqual([{ client: 'globex' }]);
  expect(failures.map(({ type }) => type)).toEqual(['', '', 'odd', ...Array(5).fill('report')]);
  expect(failures.every(({ reason }) => reason.endsWith('.'))).toBe(true);
});

describe('the range', () => {
  const request = (from: string, to: string) => () =>
    catchUp([automatic('review')], { from, to, existing: [] });

  test('may count 92 days and no more', () => {
    expect(request('2026-01-01', '2026-04-02')().failures).toEqual([]);
    expect(request('2026-01-01', '2026-04-03')).toThrow(
      new PlanError(
        'The range 2026-01-01 to 2026-04-03 counts 93 days. Choose one of at most 92 days.',
      ),
    );
  });

  test('is refused as a whole when its ends are wrong', () => {
    expect(request('2026-02-30', '2026-03-01')).toThrow(ImpossibleDate);
    expect(request('2026-02-02', '2026-02-01')).toThrow('before it begins');
    expect(request('3001-01-01', '3001-01-02')).toThrow('up to the year 2999');
  });
});

test('whatever exists, a second catch-up creates nothing, and ranges may overlap', () => {
  const templates = [
    automatic('a', { trigger: { type: 'automatic', schedule: '0 9 * * 1,4' } }),
    automatic('b', { trigger: { type: 'automatic', schedule: '0 9 */3 * *', leadDays: 9 } }, 1),
  ];
  const runs = fc.uniqueArray(
    fc.record({
      type: fc.constantFrom('a', 'b'),
      anchor: fc.integer({ min: 1, max: 28 }).map((day) => `2026-02-${`${day}`.padStart(2, '0')}`),
      refIds: fc.subarray(['task-0', 'task-1']),
    }),
    { selector: identityKey },
  );
  const days = fc.integer({ min: 1, max: 28 }).map((day) => `2026-02-${`${day}`.padStart(2, '0')}`);
  fc.assert(
    fc.property(runs, fc.tuple(days, days), fc.tuple(days, days), (existing, one, other) => {
      let known: ExistingRun[] = existing;
      for (const range of [one, other, one, other]) {
        const [from = '', to = ''] = range.toSorted();
        known = carryOut(catchUp(templates, { from, to, existing: known }), known);
      }
      for (const range of [one, other]) {
        const [from = '', to = ''] = range.toSorted();
        const report = catchUp(templates, { from, to, existing: known });
        expect(report).toMatchObject({
          templateCreated: [],
          templateRecovered: [],
          recurringGenerated: [],
          failures: [],
        });
      }
      expect(new Set(known.map(identityKey)).size).toBe(known.length);
    }),
  );
});
