/** The planner on generated templates and anchors. */
import { describe, expect, test } from 'vitest';
import { WEEKDAYS } from '../../../schemas/task-template.ts';
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { PlanError, planWorkflow } from '../../../src/workflow/plan/plan.ts';
import { planRemarks } from '../../../src/workflow/plan/plan-remarks.ts';
import { catchUp } from '../../../src/workflow/schedule/catch-up.ts';
import { simulate } from '../../../src/workflow/schedule/simulate.ts';
import fc from '../../support/generated.ts';
import {
  compileRuntimeTemplate,
  compileSmall,
  RUNTIME_TEMPLATES,
  readRuntimeTemplate,
} from '../runtime-template.ts';

const DAY_IN_MS = 86_400_000;

/** `date` and `days` by the platform's own calendar. */
function shift(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_IN_MS).toISOString().slice(0, 10);
}

const dates = fc.integer({ min: -25_567, max: 84_006 }).map((day) => shift('1970-01-01', day));
const offsets = fc.array(fc.integer({ min: -400, max: 400 }), { minLength: 1, maxLength: 12 });

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

describe('whatever is stored or asked', () => {
  const template = compileSmall(
    [
      { offsetDays: 1, time: '09:00', description: 'Ask {author}', dependsOn: ['task-1'] },
      { offsetWorkdays: 2, form: [{ name: 'hours', label: 'Hours', type: 'number' }] },
    ],
    {
      anchor: { label: 'Day', weekday: 'monday', timeZone: 'Europe/Berlin' },
      calendar: { onNonWorkingDay: 'next', holidays: ['2026-07-22'] },
      forEach: ['client'],
      runTitle: '{author} for {client}',
      inputs: [{ name: 'author', label: 'Author', type: 'text', required: true }],
      bundleLinkDefinitions: [{ name: 'YouTube' }],
      roles: { host: 'Host' },
      trigger: { type: 'automatic', schedule: '0 9 * * *', leadDays: 2 },
    },
  );

  /** Every place of a value, as the keys that lead there. */
  function placesOf(value: unknown, here: readonly string[] = []): (readonly string[])[] {
    if (typeof value !== 'object' || value === null) return [here];
    return [
      here,
      ...Object.entries(value).flatMap(([key, each]) => placesOf(each, [...here, key])),
    ];
  }

  function withChange(value: unknown, [key, ...rest]: readonly string[], change: unknown): unknown {
    if (key === undefined) return change;
    const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<
      string,
      unknown
    >;
    copy[key] = withChange(copy[key], rest, change);
    return copy;
  }

  const odd = fc.oneof(
    fc.constantFrom(
      undefined,
      null,
      '',
      ' ',
      'x',
      -1,
      1.5,
      1e9,
      Number.NaN,
      true,
      [],
      {},
      [null],
      [[]],
    ),
    fc.jsonValue({ maxDepth: 1 }),
  );
  const request = { anchor: '2026-07-22', for: { client: 'acme' }, inputs: { author: 'Ada' } };

  function refusal(act: () => unknown): unknown {
    try {
      act();
      return undefined;
    } catch (error) {
      return error instanceof PlanError ? undefined : error;
    }
  }

  test('a template with anything in any place is planned or refused in a sentence', () => {
    const broken = fc
      .tuple(fc.constantFrom(...placesOf(template)), odd)
      .map(([place, change]) => withChange(template, place, change) as WorkflowTemplate);
    const range = { from: '2026-07-20', to: '2026-07-24' };
    fc.assert(
      fc.property(broken, (each) => {
        expect(refusal(() => planWorkflow(each, request))).toBeUndefined();
        expect(refusal(() => planRemarks(each, request))).toBeUndefined();
        const values = { small: [{ client: 'acme' }] };
        const report = catchUp([each, sound], { ...range, existing: [], values });
        expect(
          report.templateCreated.filter(({ templateType }) => templateType === 'sound'),
        ).toHaveLength(5);
        const { runs } = simulate([each, sound], range, values);
        expect(runs.filter(({ type }) => type === 'sound')).toHaveLength(5);
      }),
      { numRuns: 80 },
    );
  });

  const sound = compileSmall([{ offsetDays: 0 }, { offsetDays: 1 }], {
    type: 'sound',
    trigger: { type: 'automatic', schedule: '0 9 * * *' },
  });

  test('answers and texts of any kind are planned or refused in a sentence', () => {
    const texts = fc.string({
      unit: fc.constantFrom('{', '}', 'author', 'client', 'anchor', '.', ' ', 'x'),
    });
    const given = fc.record({ author: odd, stray: odd }, { requiredKeys: [] });
    fc.assert(
      fc.property(texts, given, fc.string(), (runTitle, inputs, client) => {
        const asked = { ...request, for: { client }, inputs: inputs as never };
        expect(refusal(() => planWorkflow({ ...template, runTitle }, asked))).toBeUndefined();
      }),
    );
  });
});
