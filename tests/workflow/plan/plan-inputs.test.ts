import { describe, expect, test } from 'vitest';
import { PlanError, type PlanRequest, planWorkflow } from '../../../src/workflow/plan/plan.ts';
import { planRemarks } from '../../../src/workflow/plan/plan-remarks.ts';
import { compileSmall } from '../runtime-template.ts';

const ANCHOR = '2026-07-22';

describe('who does a task', () => {
  const tasks = [{ offsetDays: 0, assignee: 'editor' }, { offsetDays: 0 }];

  test('is whom the task names, or else the template', () => {
    const template = compileSmall(tasks, { defaultAssignee: 'operator' });
    const { tasks: planned } = planWorkflow(template, { anchor: ANCHOR });
    expect(planned.map(({ assigneeId }) => assigneeId)).toEqual(['editor', 'operator']);
  });

  test('is nobody where neither does', () => {
    const [, second] = planWorkflow(compileSmall(tasks), { anchor: ANCHOR }).tasks;
    expect(second).not.toHaveProperty('assigneeId');
  });
});

describe('inputs', () => {
  const template = compileSmall(
    [
      {
        offsetDays: 0,
        refId: 'record',
        description: 'Record {tool} {{tool}} of {author}',
        operatorAction: 'Ask {author} and mind {other}.',
        completionProof: 'The recording of {tool}, {record.length} minutes',
        form: [{ name: 'length', label: 'Minutes', type: 'number' }],
      },
      { offsetDays: 1, description: 'Nothing {else}' },
    ],
    {
      runTitle: '{tool} on {anchor}',
      inputs: [
        { name: 'tool', label: 'Tool', type: 'text', required: true },
        { name: 'author', label: 'Author', type: 'text', required: true },
        { name: 'guests', label: 'Guests', type: 'number' },
        { name: 'site', label: 'Site', type: 'url' },
      ],
    },
  );
  const plan = (request: Partial<PlanRequest>) =>
    planWorkflow(template, { anchor: ANCHOR, ...request });

  test('are in title, description, action and proof, and the source of the texts stays', () => {
    const bundle = plan({ inputs: { tool: ' ExampleDB ', author: '{tool}', guests: '2' } });
    expect(bundle).toMatchObject({
      title: 'ExampleDB on 2026-07-22',
      titlePattern: '{tool} on {anchor}',
      inputs: { tool: 'ExampleDB', author: '{tool}', guests: 2 },
      inputDefinitions: template.inputs,
    });
    expect(bundle.tasks[0]).toMatchObject({
      description: 'Record ExampleDB {{tool}} of {tool}',
      validation: {
        operatorAction: 'Ask {tool} and mind {other}.',
        completionProof: 'The recording of ExampleDB, {record.length} minutes',
      },
      patterns: {
        description: 'Record {tool} {{tool}} of {author}',
        operatorAction: 'Ask {author} and mind {other}.',
        completionProof: 'The recording of {tool}, {record.length} minutes',
      },
    });
    expect(bundle.tasks[1]?.description).toBe('Nothing {else}');
    expect(bundle.tasks[1]).not.toHaveProperty('patterns');
  });

  test('need not be there for a look at the dates, and a remark names them', () => {
    expect(plan({}).title).toBe('{tool} on 2026-07-22');
    expect(planRemarks(template, { anchor: ANCHOR, inputs: { tool: 'X' } })).toEqual([
      'Not given yet: `author`.',
    ]);
    expect(() => plan({ requireInputs: true, inputs: { tool: 'X', author: ' ' } })).toThrow(
      new PlanError('“Author” (`author`) has no answer, and it needs one. Write a line of text.'),
    );
  });

  test.each<[PlanRequest['inputs'] & object, string]>([
    [
      { tol: 'X' },
      '`tol` is not an input of workflow `small`. Choose from `tool`, `author`, `guests` and `site`. Did you mean `tool`?',
    ],
    [
      { guests: 'two' },
      '“Guests” (`guests`) is `two`, which is no number. Write a number such as `3` or `2.5`.',
    ],
    [
      { site: 'drawer 4' },
      '“Site” (`site`) is `drawer 4`, which is no web address. Write a whole address such as `https://example.org/page`.',
    ],
  ])('%j is refused', (inputs, sentence) => {
    expect(() => plan({ inputs })).toThrow(new PlanError(sentence));
  });

  test('of a template that asks for none are refused', () => {
    const none = compileSmall([{ offsetDays: 0 }]);
    expect(() => planWorkflow(none, { anchor: ANCHOR, inputs: { tool: 'X' } })).toThrow(
      new PlanError('`tool` is not an input of workflow `small`. It has none.'),
    );
  });
});

test('a link that is no address is refused with its name', () => {
  const template = compileSmall([{ offsetDays: 0 }], {
    bundleLinkDefinitions: [{ name: 'Tool GitHub' }],
  });
  const links = (url: string) => ({ anchor: ANCHOR, links: { 'Tool GitHub': url } });
  expect(() => planWorkflow(template, links('see drawer 4'))).toThrow(
    new PlanError(
      'Link `Tool GitHub` cannot be `see drawer 4`, which is not an address. Write one that begins with `https://`, `mailto:` or `tel:`.',
    ),
  );
  expect(planWorkflow(template, links(' ')).bundleLinks).toEqual([
    { name: 'Tool GitHub', url: '' },
  ]);
});

describe('what a run is for', () => {
  const template = compileSmall([{ offsetDays: 0, time: '06:00' }, { offsetWorkdays: 2 }], {
    forEach: ['developer'],
    anchor: { label: 'Day', timeZone: 'each' },
    runTitle: 'Report of {developer}',
    calendar: { onNonWorkingDay: 'next' },
  });
  const plan = (request: Partial<PlanRequest>) =>
    planWorkflow(template, { anchor: ANCHOR, for: { developer: 'ann' }, ...request });

  test('has its values trimmed, and blank ones are missing', () => {
    expect(plan({ for: { developer: ' ann ' } })).toMatchObject({
      for: { developer: 'ann' },
      title: 'Report of ann',
    });
    expect(() => plan({ for: { developer: '\t ' } })).toThrow(
      new PlanError('Workflow `small` has one run per `developer`. Give a value for `developer`.'),
    );
  });

  test('has the zone of its times, where the template says each', () => {
    const [timed, untimed] = plan({ timeZone: 'Asia/Kolkata' }).tasks;
    expect(timed).toMatchObject({ time: '06:00', timeZone: 'Asia/Kolkata' });
    expect(untimed).not.toHaveProperty('timeZone');
  });

  test('has times without a zone where none is known, and a remark says so', () => {
    expect(plan({}).tasks[0]).not.toHaveProperty('timeZone');
    const remark = 'Times are in the time zone of each developer, and none is given.';
    expect(planRemarks(template, { anchor: ANCHOR })).toContain(remark);
    expect(planRemarks(template, { anchor: ANCHOR, timeZone: 'Asia/Kolkata' })).toEqual([]);
  });

  test('has a zone that is one', () => {
    expect(() => plan({ timeZone: 'Berlin' })).toThrow(
      new PlanError('`Berlin` is not a time zone. Write one such as `Europe/Berlin`.'),
    );
  });

  test('has days off beside those of the template', () => {
    const { tasks, daysOff } = plan({ daysOff: [ANCHOR, '2026-07-24'] });
    expect(daysOff).toEqual([ANCHOR, '2026-07-24']);
    expect(tasks.map(({ date }) => date)).toEqual(['2026-07-23', '2026-07-27']);
  });
});

test('a template as an engine may have kept it is planned all the same', () => {
  const { stages: _stages, phases: _phases, ...rest } = compileSmall([{ offsetDays: 1 }]);
  const [{ validation: _validation, ...task } = {}] = rest.taskDefinitions;
  const kept = { ...rest, taskDefinitions: [task] } as unknown as typeof rest & {
    stages: string[];
  };
  expect(planWorkflow(kept, { anchor: ANCHOR, title: '  ' })).toMatchObject({
    title: 'Small: 2026-07-22',
    stage: 'preparation',
    stages: ['preparation', 'announced', 'after-event', 'done'],
    tasks: [{ refId: 'task-0', date: '2026-07-23' }],
  });
});
