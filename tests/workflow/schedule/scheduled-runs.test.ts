import { describe, expect, test } from 'vitest';
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { catchUp } from '../../../src/workflow/schedule/catch-up.ts';
import {
  identityKey,
  type RunValues,
  scheduledRuns,
} from '../../../src/workflow/schedule/scheduled-runs.ts';
import { simulate } from '../../../src/workflow/schedule/simulate.ts';
import { compileSmall } from '../runtime-template.ts';

const WEEK = { from: '2026-07-20', to: '2026-07-24' };

const daily = compileSmall([{ offsetDays: 0 }], {
  type: 'daily',
  trigger: { type: 'automatic', schedule: '0 9 * * *' },
});

describe('one broken template keeps no other back', () => {
  const broken: readonly [string, WorkflowTemplate, string][] = [
    ['a schedule that is none', { ...daily, triggerSchedule: 'on Mondays' }, 'is no schedule'],
    ['one that never fires', { ...daily, triggerSchedule: '0 9 31 2 *' }, 'it never fires'],
    ['a zone that is none', { ...daily, triggerTimeZone: 'Mars/Olympus' }, 'is not a time zone'],
    ['lead days that cannot be counted', { ...daily, triggerLeadDays: 0.5 }, '`0.5` lead days'],
    ['lead days beyond any calendar', { ...daily, triggerLeadDays: 1e12 }, '1000000000000'],
    [
      'tasks that are none',
      { ...daily, taskDefinitions: [null] } as unknown as WorkflowTemplate,
      '`taskDefinitions` of workflow `broken` is `[null]`, not a list of tasks.',
    ],
  ];

  test.each(broken)('%s', (_, template, reason) => {
    const templates = [{ ...template, type: 'broken' }, daily];
    const report = catchUp(templates, { ...WEEK, existing: [] });
    expect(report.recurringGenerated).toHaveLength(5);
    expect(report.failures.length).toBeGreaterThan(0);
    for (const failure of [...report.failures, ...simulate(templates, WEEK).failures]) {
      expect(failure.type).toBe('broken');
      expect(failure.reason).toContain(reason);
    }
    expect(simulate(templates, WEEK).runs).toHaveLength(5);
  });
});

test('identities that differ by blanks are one', () => {
  const run = (developer: string) => ({ type: 'report', anchor: '2026-07-22', for: { developer } });
  expect(identityKey(run(' ann\n'))).toBe(identityKey(run('ann')));
  expect(identityKey(run('a nn'))).not.toBe(identityKey(run('ann')));
});

describe('values out of a register', () => {
  const report = compileSmall([{ offsetDays: 0, time: '06:00' }], {
    type: 'report',
    forEach: ['developer'],
    anchor: { label: 'Day', timeZone: 'each' },
    trigger: { type: 'automatic', schedule: '0 6 * * *', timeZone: 'each' },
  });
  const runsOf = (values: RunValues[string]) => scheduledRuns([report], WEEK, { report: values });

  test('fire in their own zone, and have their times in it', () => {
    const { runs } = runsOf([
      { for: { developer: 'ann' }, timeZone: 'Asia/Kolkata' },
      { for: { developer: 'bob' }, timeZone: 'America/Los_Angeles' },
    ]);
    expect(runs).toHaveLength(10);
    expect(runs.slice(0, 2).map(({ occurrence }) => occurrence.firesAt)).toEqual([
      '2026-07-20T00:30:00Z',
      '2026-07-20T13:00:00Z',
    ]);
    expect(runs.map(({ bundle }) => bundle.tasks[0]?.timeZone).slice(0, 2)).toEqual([
      'Asia/Kolkata',
      'America/Los_Angeles',
    ]);
  });

  test('without a zone, or with none that exists, fail for themselves alone', () => {
    const { runs, failures } = runsOf([
      { developer: 'cem' },
      { for: { developer: 'dan' }, timeZone: 'Nowhere' },
      { for: { developer: 'ann' }, timeZone: 'Asia/Kolkata' },
    ]);
    expect(runs).toHaveLength(5);
    expect(failures).toEqual([
      {
        type: 'report',
        for: { developer: 'cem' },
        reason:
          'Workflow `report` runs in the time zone of each value, and none is known for `cem`. Give it as `timeZone`.',
      },
      {
        type: 'report',
        for: { developer: 'dan' },
        reason: '`Nowhere` is not a time zone. Write one such as `Europe/Berlin`.',
      },
    ]);
  });

  test('have no run on their days off, nor outside their time', () => {
    const { runs } = runsOf([
      {
        for: { developer: 'ann' },
        timeZone: 'Asia/Kolkata',
        from: '2026-07-21',
        until: '2026-07-23',
        daysOff: ['2026-07-22'],
      },
    ]);
    expect(runs.map(({ anchor }) => anchor)).toEqual(['2026-07-21', '2026-07-23']);
  });

  test('a register that is not known is one failure', () => {
    expect(scheduledRuns([report], WEEK).failures).toEqual([
      {
        type: 'report',
        reason: 'Workflow `report` has one run per `developer`. Give a value for `developer`.',
      },
    ]);
  });

  test('none at all is a failure where one would be needed, and on no other day', () => {
    const mondays = { ...report, triggerSchedule: '0 6 * * 1' };
    const failuresOn = (day: string) =>
      scheduledRuns([mondays], { from: day, to: day }).failures.map(({ type }) => type);
    expect(failuresOn('2026-07-20')).toEqual(['report']);
    expect(failuresOn('2026-07-21')).toEqual([]);
  });
});
