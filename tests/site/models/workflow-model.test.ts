/** What a workflow's page says of its tasks, and how its phases lie in time. */
import { expect, test } from 'vitest';
import { describeTimeline } from '../../../src/site/models/timeline.ts';
import { describeWorkflow } from '../../../src/site/models/workflow-model.ts';
import { compileSmall } from '../../workflow/runtime-template.ts';

test('says what may be left out, who is told when it is late, and what days off do', () => {
  const template = compileSmall(
    [
      {
        offsetDays: 0,
        time: '10:00',
        optional: true,
        priority: 'high',
        requiresFile: true,
        reminders: [{ after: 'PT1H30M', to: 'chief', kind: 'escalate' }],
        validation: { skipClosure: { allowedStatuses: ['no sponsor'] } },
      },
    ],
    {
      anchor: { label: 'Day', timeZone: 'Europe/Berlin' },
      calendar: { onNonWorkingDay: 'next' },
      roles: { chief: 'Head of it' },
      forEach: ['client'],
    },
  );
  const { facts, phases } = describeWorkflow(template, undefined);
  expect(phases[0]?.tasks[0]).toMatchObject({
    isOptional: true,
    priority: 'high',
    needsFile: true,
    reminders: ['Head of it is called in 1 hour, 30 minutes after it is due'],
    skippedAs: ['no sponsor'],
  });
  expect(facts).toContainEqual({ label: 'A run for each', values: ['Client'] });
  expect(facts).toContainEqual({
    label: 'On a day off',
    values: ['A due date moves to the next workday'],
  });
});

test('draws no time line of one day', () => {
  expect(describeTimeline(compileSmall([{ offsetDays: 0 }]))).toBeUndefined();
});

test('puts tasks left and right of the anchor date by their distance to it', () => {
  const timeline = describeTimeline(
    compileSmall([{ offsetDays: -10 }, { offsetDays: 0, isMilestone: true }, { offsetDays: 5 }]),
  );
  const dots = timeline?.rows.flatMap((row) => row.dots) ?? [];
  const [before = 0, after = 0] = dots.filter((dot) => !dot.isMilestone).map(({ x }) => x);
  const anchor = timeline?.anchorX ?? 0;
  expect(dots.find((dot) => dot.isMilestone)?.x).toBe(anchor);
  expect((anchor - before) / (after - anchor)).toBeCloseTo(2);
});
