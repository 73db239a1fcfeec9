import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WEEKDAYS } from '../../../schemas/task-template.ts';
import { ImpossibleDate, PlanError, planWorkflow } from '../../../src/workflow/plan/plan.ts';
import { planRemarks } from '../../../src/workflow/plan/plan-remarks.ts';
import {
  compileRuntimeTemplate,
  compileSmall,
  RUNTIME_TEMPLATES,
  readRuntimeTemplate,
} from '../runtime-template.ts';

const DAY_IN_MS = 86_400_000;
const oss = compileRuntimeTemplate(readRuntimeTemplate('oss'));

/** `date` and `days` by the platform's own calendar. */
function shift(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_IN_MS).toISOString().slice(0, 10);
}

const dates = fc.integer({ min: -25_567, max: 84_006 }).map((day) => shift('1970-01-01', day));
const offsets = fc.array(fc.integer({ min: -400, max: 400 }), { minLength: 1, maxLength: 12 });

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
      phases: oss.phases,
      references: oss.references,
      bundleLinks: oss.bundleLinkDefinitions.map(({ name }) => ({ name, url: '' })),
    });
  });

  test('gives each task the keys of its definition', () => {
    const [definition] = oss.taskDefinitions;
    expect(bundle.tasks[0]).toStrictEqual({
      ...definition,
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

describe('for every template and anchor', () => {
  test('the same input gives the same plan, and changes nothing of the template', () => {
    for (const name of RUNTIME_TEMPLATES) {
      const template = compileRuntimeTemplate(readRuntimeTemplate(name));
      const before = JSON.stringify(template);
      fc.assert(
        fc.property(dates, (anchor) => {
          const plan = JSON.stringify(planWorkflow(template, { anchor }));
          expect(JSON.stringify(planWorkflow(template, { anchor, today: '2026-07-22' }))).toBe(
            plan,
          );
        }),
        { numRuns: 20 },
      );
      expect(JSON.stringify(template)).toBe(before);
    }
  });

  test('a task is due its offset of calendar days from the anchor', () => {
    fc.assert(
      fc.property(dates, offsets, (anchor, days) => {
        const template = compileSmall(days.map((offsetDays) => ({ offsetDays })));
        for (const { date, offsetDays = 0 } of planWorkflow(template, { anchor }).tasks) {
          expect(date).toBe(shift(anchor, offsetDays));
        }
      }),
    );
  });

  test('moving the anchor moves every calendar-day task as far', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: -800, max: 800 }), offsets, (anchor, days, all) => {
        const template = compileSmall(all.map((offsetDays) => ({ offsetDays })));
        const before = planWorkflow(template, { anchor }).tasks;
        const after = planWorkflow(template, { anchor: shift(anchor, days) }).tasks;
        expect(after).toStrictEqual(
          before.map((task) => ({ ...task, date: shift(task.date, days) })),
        );
      }),
    );
  });

  test('every due date is a workday when the calendar rolls', () => {
    const calendars = fc.record({
      onNonWorkingDay: fc.constantFrom('previous', 'next', 'nearest'),
      workdays: fc.subarray([...WEEKDAYS], { minLength: 1 }),
      holidays: fc.array(dates, { maxLength: 20 }),
    });
    const units = fc.constantFrom('offsetDays', 'offsetWorkdays');
    const tasks = fc.array(fc.tuple(units, fc.integer({ min: -90, max: 90 })), { minLength: 1 });
    fc.assert(
      fc.property(dates, calendars, tasks, (anchor, calendar, all) => {
        const template = compileSmall(
          all.map(([unit, count]) => ({ [unit]: count })),
          { calendar },
        );
        for (const { date } of planWorkflow(template, { anchor }).tasks) {
          const weekday = WEEKDAYS[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7];
          expect(calendar.workdays).toContain(weekday);
          expect(calendar.holidays).not.toContain(date);
        }
      }),
    );
  });

  test('no task is due before its dependencies, unless a remark says so', () => {
    const tasks = fc.array(
      fc.record({
        offsetDays: fc.integer({ min: -9, max: 9 }),
        time: fc.option(fc.constantFrom('09:00', '12:00'), { nil: undefined }),
        dependsOn: fc.uniqueArray(fc.nat({ max: 20 }), { maxLength: 3 }),
      }),
      { minLength: 1, maxLength: 12 },
    );
    const rules = fc.constantFrom('keep', 'previous', 'next', 'nearest');
    fc.assert(
      fc.property(dates, tasks, rules, (anchor, all, onNonWorkingDay) => {
        const template = compileSmall(
          all.map(({ offsetDays, time, dependsOn }, index) => ({
            offsetDays,
            ...(time && { time }),
            dependsOn: dependsOn.filter((other) => other < index).map((other) => `task-${other}`),
          })),
          { calendar: { onNonWorkingDay } },
        );
        const planned = planWorkflow(template, { anchor }).tasks;
        const early = planned.flatMap((task) =>
          (task.dependsOn ?? [])
            .map((refId) => planned.find((other) => other.refId === refId))
            .filter(
              (other) =>
                other &&
                (task.date < other.date ||
                  (task.date === other.date && (task.time ?? '24') < (other.time ?? '00'))),
            )
            .map((other) => `${task.refId} ${other?.refId}`),
        );
        const remarked = planRemarks(template, { anchor }).flatMap((remark) => {
          const [, task, other] =
            /^Task `(.+?)` is due .+ before `(.+?)`, which it/.exec(remark) ?? [];
          return task === undefined ? [] : [`${task} ${other}`];
        });
        expect(remarked.toSorted()).toEqual(early.toSorted());
      }),
    );
  });
});
