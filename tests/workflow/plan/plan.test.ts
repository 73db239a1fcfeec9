import { describe, expect, test } from 'vitest';
import { ImpossibleDate, PlanError, planWorkflow } from '../../../src/workflow/plan/plan.ts';
import { compileRuntimeTemplate, compileSmall, readRuntimeTemplate } from '../runtime-template.ts';

const oss = compileRuntimeTemplate(readRuntimeTemplate('oss'));

describe('the Open-Source Spotlight of 2026-07-22', () => {
  const bundle = planWorkflow(oss, { anchor: '2026-07-22' });

  test('has its 14 tasks on their days', () => {
    expect(bundle.tasks.map(({ date, refId }) => `${date} ${refId}`)).toEqual([
      '2026-07-01 reach-out-github-authors',
      '2026-07-02 reach-out-tool-author',
      '2026-07-03 find-time-calendly',
      '2026-07-04 schedule-recording',
      '2026-07-08 record-demo',
      '2026-07-09 download-upload-youtube',
      '2026-07-10 editing-video',
      '2026-07-11 add-timecodes-youtube',
      '2026-07-12 ask-authors-review-codes',
      '2026-07-22 schedule-youtube-video',
      '2026-07-22 tell-author-publish-date',
      '2026-07-23 add-to-oss-playlist',
      '2026-07-23 ask-guest-share-recording',
      '2026-07-24 schedule-social-media',
    ]);
  });

  test('carries what a run needs of the template', () => {
    const { tasks: _tasks, ...rest } = bundle;
    expect(rest).toStrictEqual({
      title: 'Open-Source Spotlight: 2026-07-22',
      anchorDate: '2026-07-22',
      templateId: 'task-template.tasks.oss',
      templateType: 'oss',
      contentHash: oss.contentHash,
      stage: 'preparation',
      stages: oss.stages,
      tags: oss.tags,
      emoji: oss.emoji,
      phases: oss.phases,
      roles: oss.roles,
      doneCriteria: oss.doneCriteria,
      references: oss.references,
      bundleLinks: oss.bundleLinkDefinitions.map(({ name }) => ({ name, url: '' })),
    });
  });

  test('gives each task the keys of its definition', () => {
    const [definition] = oss.taskDefinitions;
    expect(bundle.tasks[0]).toStrictEqual({
      ...definition,
      assigneeId: 'user-operator',
      date: '2026-07-01',
      status: 'todo',
      source: 'template',
    });
  });
});

describe('planWorkflow', () => {
  test('sorts by date and keeps authored order within a day', () => {
    const template = compileSmall([3, -1, 3, 0, -1].map((offsetDays) => ({ offsetDays })));
    const { tasks } = planWorkflow(template, { anchor: '2026-01-01' });
    expect(tasks.map(({ refId }) => refId)).toEqual([
      'task-1',
      'task-4',
      'task-3',
      'task-0',
      'task-2',
    ]);
    expect(template.taskDefinitions.map(({ refId }) => refId)).toEqual([
      'task-0',
      'task-1',
      'task-2',
      'task-3',
      'task-4',
    ]);
  });

  test.each([
    ['2026-02-30', 'is a date that does not exist'],
    ['2026-13-01', 'is a date that does not exist'],
    ['soon', 'is not a date'],
  ])('refuses the anchor %s', (anchor, reason) => {
    expect(() => planWorkflow(oss, { anchor })).toThrow(ImpossibleDate);
    expect(() => planWorkflow(oss, { anchor })).toThrow(PlanError);
    expect(() => planWorkflow(oss, { anchor })).toThrow(reason);
  });

  test.each([
    ['2024-02-29', -1, 366, ['2024-02-28', '2025-03-01']],
    ['2026-12-31', -31, 1, ['2026-11-30', '2027-01-01']],
  ])('counts plain days from %s', (anchor, first, last, expected) => {
    const template = compileSmall([{ offsetDays: first }, { offsetDays: last }]);
    expect(planWorkflow(template, { anchor }).tasks.map(({ date }) => date)).toEqual(expected);
  });

  test('rolls due dates by the calendar of the template', () => {
    const template = compileSmall([{ offsetDays: 3 }, { offsetDays: 4 }, { offsetWorkdays: 3 }], {
      calendar: { onNonWorkingDay: 'next', holidays: ['2026-07-27'] },
    });
    const { tasks } = planWorkflow(template, { anchor: '2026-07-22' });
    expect(tasks.map(({ refId, date }) => `${refId} ${date}`)).toEqual([
      'task-0 2026-07-28',
      'task-1 2026-07-28',
      'task-2 2026-07-28',
    ]);
  });

  test('gives a zone only to a task with a time of its own', () => {
    const tasks = [{ offsetDays: 0, time: '17:00' }, { offsetDays: 0 }];
    const anchor = { label: 'Day', time: '09:00', timeZone: 'Europe/Berlin' };
    const [timed, untimed] = planWorkflow(compileSmall(tasks, { anchor }), {
      anchor: '2026-03-29',
    }).tasks;
    expect(timed).toMatchObject({ time: '17:00', timeZone: 'Europe/Berlin', date: '2026-03-29' });
    expect(untimed).not.toHaveProperty('time');
    expect(untimed).not.toHaveProperty('timeZone');
    const [unzoned] = planWorkflow(compileSmall(tasks), { anchor: '2026-03-29' }).tasks;
    expect(unzoned).toMatchObject({ time: '17:00' });
    expect(unzoned).not.toHaveProperty('timeZone');
  });

  test('begins in the first stage and takes a title', () => {
    const template = compileSmall([{ offsetDays: 0 }], { stages: ['draft', 'live'] });
    expect(planWorkflow(template, { anchor: '2026-01-01', title: 'ExampleDB' })).toMatchObject({
      stage: 'draft',
      title: 'ExampleDB',
    });
  });
});

describe('links', () => {
  test('are filled in the order of the template', () => {
    const { bundleLinks } = planWorkflow(oss, {
      anchor: '2026-07-22',
      links: { YouTube: 'https://example.org/v', 'Guest email': 'mailto:guest@example.org' },
    });
    expect(bundleLinks.filter(({ url }) => url !== '')).toEqual([
      { name: 'Guest email', url: 'mailto:guest@example.org' },
      { name: 'YouTube', url: 'https://example.org/v' },
    ]);
  });

  test('of another name are refused with the nearest one', () => {
    expect(() => planWorkflow(oss, { anchor: '2026-07-22', links: { Youtub: 'x' } })).toThrow(
      new PlanError(
        '`Youtub` is not a link of workflow `oss`. Choose from `Guest email`, `Tool GitHub`, ' +
          '`Recording source`, `YouTube`, `Author review`, `OSS playlist` and ' +
          '`Social announcement`. Did you mean `YouTube`?',
      ),
    );
  });

  test('of a template without links are refused, whatever their name', () => {
    const template = compileSmall([{ offsetDays: 0 }]);
    for (const name of ['YouTube', 'constructor', '__proto__']) {
      const links = Object.fromEntries([[name, 'x']]);
      expect(() => planWorkflow(template, { anchor: '2026-07-22', links })).toThrow(
        `\`${name}\` is not a link of workflow \`small\`. It has none.`,
      );
    }
  });
});

describe('for', () => {
  const template = compileSmall([{ offsetDays: 0 }], { forEach: ['client', 'developer'] });
  const plan = (values: Record<string, string>) =>
    planWorkflow(template, { anchor: '2026-07-22', for: values });

  test('names what the run is for, in the order of the template', () => {
    const bundle = plan({ developer: 'ann', client: 'acme' });
    expect(Object.entries(bundle.for ?? {})).toEqual([
      ['client', 'acme'],
      ['developer', 'ann'],
    ]);
    expect(planWorkflow(oss, { anchor: '2026-07-22' })).not.toHaveProperty('for');
  });

  test.each<[Record<string, string>, string]>([
    [{}, 'Give a value for `client` and `developer`.'],
    [{ client: 'acme' }, 'Give a value for `developer`.'],
    [{ client: 'acme', developer: ' ' }, 'Give a value for `developer`.'],
    [{ client: 'acme', developper: 'ann' }, 'Did you mean `developer`?'],
  ])('%j is refused', (values, reason) => {
    expect(() => plan(values)).toThrow(PlanError);
    expect(() => plan(values)).toThrow(reason);
  });

  test('is refused for a template that runs for nothing', () => {
    const request = { anchor: '2026-07-22', for: { client: 'acme' } };
    expect(() => planWorkflow(oss, request)).toThrow('`client` is not something workflow `oss`');
  });
});
