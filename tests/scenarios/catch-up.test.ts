/** Catch-up as a first run needs it: told apart, repeatable, and refused before anything is written. */
import { type CatchUpReport, catchUp, PlanError, type WorkflowTemplate } from 'opsbook/workflow';
import { expect, test } from 'vitest';
import { compileSmall } from '../workflow/runtime-template.ts';
import { openEngine, STARTED_AT } from './desks.ts';

const weekly = compileSmall([{ offsetDays: -7 }, { offsetDays: 0 }], {
  type: 'weekly',
  trigger: { type: 'automatic', schedule: '0 9 * * 1', leadDays: 14 },
});
const off = { ...weekly, type: 'off', triggerEnabled: false };
const manual = compileSmall([{ offsetDays: 0 }], { type: 'manual' });
const FORTNIGHT = { from: '2026-06-15', to: '2026-06-28' };

test('FR-5a The second catch-up of a range creates nothing and changes nothing', () => {
  const engine = openEngine([weekly, manual]);
  expect(engine.catchUp(FORTNIGHT, STARTED_AT).templateCreated).toHaveLength(2);
  const before = engine.runs();
  const { templateCreated, templateSkipped } = engine.catchUp(FORTNIGHT, STARTED_AT);
  expect(templateCreated).toEqual([]);
  expect(templateSkipped).toHaveLength(2);
  expect(engine.runs()).toEqual(before);
});

test('FR-5b Catch-up reports what was made, was there, lacks tasks and failed apart, each with ids', () => {
  const duty: WorkflowTemplate = {
    ...weekly,
    type: 'duty',
    taskDefinitions: weekly.taskDefinitions.slice(0, 1),
  };
  const broken = { ...weekly, type: 'broken', triggerSchedule: 'on Mondays' };
  const report = catchUp([weekly, duty, broken], {
    from: '2026-06-15',
    to: '2026-06-22',
    existing: [
      { type: 'weekly', anchor: '2026-06-29', refIds: [] },
      { type: 'duty', anchor: '2026-07-06' },
    ],
  });
  const ids = (runs: CatchUpReport['templateCreated']) =>
    runs.map(({ templateType, anchorDate }) => `${templateType} ${anchorDate}`);
  expect(ids(report.templateCreated)).toEqual(['weekly 2026-07-06']);
  expect(report.templateSkipped).toEqual([]);
  expect(report.templateRecovered).toMatchObject([{ type: 'weekly', anchor: '2026-06-29' }]);
  expect(ids(report.recurringGenerated)).toEqual(['duty 2026-06-29']);
  expect(report.recurringSkipped).toEqual([{ type: 'duty', anchor: '2026-07-06' }]);
  expect(report.failures).toMatchObject([{ type: 'broken' }]);
});

test('FR-5c Disabled and manual templates make nothing, and a range that is none is refused', () => {
  const engine = openEngine([manual, off]);
  const report = engine.catchUp({ from: '2026-06-01', to: '2026-06-30' }, STARTED_AT);
  expect(Object.values(report).flat()).toEqual([]);
  const eager = openEngine([weekly]);
  const ranges = [
    { from: '2026-01-01', to: '2026-04-03' },
    { from: '2026-01-02', to: '2026-01-01' },
    { from: '2026-01-01', to: '' },
    { from: '', to: '2026-01-01' },
  ];
  for (const range of ranges) expect(() => eager.catchUp(range, STARTED_AT)).toThrow(PlanError);
  expect(eager.runs()).toEqual([]);
});
