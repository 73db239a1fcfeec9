/** What a workflow's page says of its tasks, and how its phases lie in time. */
import { describe, expect, test } from 'vitest';
import { describeTimeline } from '../../../src/site/models/timeline.ts';
import { describeWorkflow, workflowContents } from '../../../src/site/models/workflow-model.ts';
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

describe('a template that asks and judges', () => {
  const template = compileSmall([], {
    phases: undefined,
    anchor: { label: 'Day', time: '06:00', timeZone: 'each' },
    trigger: { type: 'automatic', schedule: '0 6 * * 1', timeZone: 'each', leadDays: 1 },
    forEach: ['developer'],
    roles: { editor: 'Editor in chief' },
    defaultAssignee: 'editor',
    runTitle: 'About {tool}',
    requiresApproval: true,
    inputs: [{ name: 'tool', label: 'Tool', type: 'text', required: true, visibleTo: ['editor'] }],
    references: [
      { name: 'How', url: 'sop.how' },
      { name: 'README', url: 'a/README.md' },
      { name: 'Site', url: 'https://example.org/' },
    ],
    tasks: [
      {
        refId: 'write',
        description: 'Write it',
        offsetDays: 0,
        form: [{ name: 'risk', label: 'Risk', type: 'choice', choices: ['low', 'high'] }],
      },
      {
        refId: 'judge',
        description: 'Judge it',
        offsetDays: 1,
        approval: { of: ['write'] },
        notBy: ['write'],
        humanGate: {
          reason: 'It may hurt.',
          when: { refId: 'write', field: 'risk', anyOf: ['high'] },
        },
      },
    ],
  });
  const urlOf = (reference: string) =>
    reference === 'sop.how' ? '/docs/sop.how/' : /^https:/.test(reference) ? reference : undefined;
  const model = describeWorkflow(template, undefined, urlOf);

  test('is one group without a heading', () => {
    expect(model.phases.map(({ heading, tasks }) => [heading, tasks.length])).toEqual([
      [undefined, 2],
    ]);
    expect(workflowContents(model).map(({ text }) => text)).toEqual([
      'Plan a run',
      'Tasks over time',
      'Asked at the start',
      'Tasks',
    ]);
  });

  test('says when it starts, in which zone, and who approves it', () => {
    expect(model.facts.map(({ values }) => values[0])).toEqual([
      'Day, at 06:00 in the time zone of each developer',
      'At 06:00, only on Monday, in the time zone of each developer, 1 day before the anchor date',
      'Developer',
      'About {tool}',
      'A run is approved before its tasks are handed out',
      'Preparation',
    ]);
    expect(model.hasNextRuns).toBe(false);
  });

  test('says what is asked, who judges what, and when a person must act', () => {
    expect(model.inputs).toEqual([
      { label: 'Tool', words: 'One line; required; seen by Editor in chief' },
    ]);
    const [write, judge] = model.phases[0]?.tasks ?? [];
    const link = [{ label: 'Write it', url: '#task-write' }];
    expect(write?.form).toEqual([{ label: 'Risk', words: 'One of low or high; optional' }]);
    expect(judge).toMatchObject({
      assignee: 'Editor in chief',
      judges: link,
      notBy: link,
      humanGate: 'It may hurt — when “Risk” of “Write it” is “high”, or not answered yet',
    });
  });

  test('links what leads somewhere, and shows the rest as text', () => {
    expect(model.references).toEqual([
      { label: 'How', url: '/docs/sop.how/', isExternal: false },
      { label: 'README: a/README.md' },
      { label: 'Site', url: 'https://example.org/', isExternal: true },
    ]);
  });
});
