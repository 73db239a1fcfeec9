/** Whatever is asked of whatever template: a plan, or a refusal in words. */
import { expect, test } from 'vitest';
import { FIELD_TYPES } from '../../../schemas/fields.ts';
import { PlanError, type PlanRequest, planWorkflow } from '../../../src/workflow/plan/plan.ts';
import { planRemarks } from '../../../src/workflow/plan/plan-remarks.ts';
import fc from '../../support/generated.ts';
import { compileSmall } from '../runtime-template.ts';

const NAMES = ['tool', 'author', 'constructor', 'client'] as const;
const texts = fc.oneof(
  fc.constantFrom('', ' ', '{tool}', '2026-02-30', '2026-07-22', 'https://example.org', '12', 'a'),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const zones = fc.constantFrom('Europe/Berlin', 'Asia/Kolkata', 'UTC', '+02:00', 'Nowhere', '');
const dates = fc.oneof(
  fc.constantFrom('2026-07-22', '2026-02-30', '0000-01-01', '9999-12-31', '22.07.2026', ''),
  texts,
);

const templates = fc
  .record({
    inputs: fc.uniqueArray(
      fc.record({
        name: fc.constantFrom(...NAMES),
        type: fc.constantFrom(...FIELD_TYPES),
        required: fc.boolean(),
      }),
      { selector: ({ name }) => name, maxLength: 3 },
    ),
    forEach: fc.option(fc.uniqueArray(fc.constantFrom('customer', 'developer'), { minLength: 1 })),
    zone: fc.option(fc.constantFrom('each', 'Europe/Berlin')),
    tasks: fc.array(
      fc.record({
        offsetDays: fc.integer({ min: -3650, max: 3650 }),
        description: fc.constantFrom(
          'Do {tool}',
          '{{tool}} {author}',
          '{client} {developer}',
          'Do',
        ),
        time: fc.constantFrom('00:00', '02:30', '23:59'),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    rule: fc.constantFrom('keep', 'previous', 'next', 'nearest'),
  })
  .map(({ inputs, forEach, zone, tasks, rule }) => {
    const isOfEach = zone === 'each' && forEach;
    return compileSmall(tasks, {
      anchor: { label: 'Day', ...(zone && (zone !== 'each' || isOfEach) && { timeZone: zone }) },
      ...(forEach && { forEach }),
      calendar: { onNonWorkingDay: rule },
      runTitle: '{tool} {author} {anchor}',
      bundleLinkDefinitions: [{ name: 'Video' }],
      inputs: inputs.map((input) => ({
        ...input,
        label: 'What',
        ...(input.type === 'choice' && { choices: ['a', 'b'] }),
      })),
    });
  });

const requests: fc.Arbitrary<PlanRequest> = fc.record(
  {
    anchor: dates,
    title: texts,
    today: fc.constantFrom('2026-07-22', '2026-02-30'),
    timeZone: zones,
    daysOff: fc.array(dates, { maxLength: 3 }),
    requireInputs: fc.boolean(),
    inputs: fc.dictionary(fc.constantFrom(...NAMES, '__proto__'), fc.oneof(texts, fc.double())),
    for: fc.dictionary(fc.constantFrom('customer', 'developer', 'toString'), texts),
    links: fc.dictionary(fc.constantFrom('Video', 'Post'), texts),
  },
  { requiredKeys: ['anchor'] },
);

test('a plan is made, or refused in a sentence, and remarked on alike', () => {
  fc.assert(
    fc.property(templates, requests, (template, request) => {
      for (const ask of [planWorkflow, planRemarks]) {
        try {
          ask(template, request);
        } catch (error) {
          expect(error).toBeInstanceOf(PlanError);
          expect((error as Error).message).toMatch(/[.?]$/);
        }
      }
    }),
    { numRuns: 300 },
  );
});
