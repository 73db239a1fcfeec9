/** Reviews and durations: what the schema takes, every reader of it can work with. */
import { expect, test } from 'vitest';
import { duration } from '../../schemas/scalars.ts';
import { reviewOf } from '../../src/registry/review.ts';
import { EXAMPLE_SOP, exampleWorkflow } from '../../src/rules/engine/example-files.ts';
import { diagnosticsOf, doc, registryOf } from '../support/content.ts';
import fc from '../support/generated.ts';

const reviewed = (at: string, every: string) =>
  doc('doc.a', 'Text.\n', `reviewed_at: ${at}\nreview_every: ${every}\n`);

const nextOf = (at: string, every: string) => {
  const document = registryOf({ 'a.md': reviewed(at, every) }).get('doc.a');
  return document && reviewOf(document)?.next;
};

test.each(['P100Y', 'P1200M', 'P99Y11M30D', 'P36600D', 'PT3H30M'])('%s is a duration', (text) => {
  expect(duration.safeParse(text).success).toBe(true);
});

test.each([
  'P101Y',
  'P1201M',
  'P99Y13M',
  'P999999Y',
  'P9999999999Y',
  'PT99999999999999999999S',
  `P${'9'.repeat(400)}D`,
])('%s is longer than a duration may be', (text) => {
  const [issue] = duration.safeParse(text).error?.issues ?? [];
  expect(issue?.message).toBe('a duration of at most 100 years, such as `P6M`');
});

test('a review that is never due is a finding at its place', () => {
  const found = diagnosticsOf({ 'a.md': reviewed('2026-01-15', 'P999999Y') });
  expect(found).toContainEqual(
    expect.objectContaining({
      code: 'frontmatter/wrong-value',
      message:
        '`review_every` is `P999999Y` — write a duration of at most 100 years, such as `P6M`.',
      range: expect.objectContaining({ start: { line: 6, column: 15 } }),
    }),
  );
});

test('a reminder that never comes is a finding', () => {
  const reminders = '[{ after: P9999999999Y, to: host, kind: nag }]';
  const found = diagnosticsOf({ 'sop.md': EXAMPLE_SOP, 'flow.md': exampleWorkflow({ reminders }) });
  expect(found.map(({ message }) => message)).toContain(
    '`after` is `P9999999999Y` — write a duration of at most 100 years, such as `P6M`.',
  );
});

test('the next review is a date as dates are written, or there is none', () => {
  expect(nextOf('2026-01-31', 'P1M')).toBe('2026-02-28');
  expect(nextOf('2026-01-31', 'PT36H')).toBe('2026-02-01');
  expect(nextOf('9999-12-31', 'P1D')).toBeUndefined();
  const part = fc.nat({ max: 40_000 });
  const day = fc.date({
    min: new Date('0001-01-01'),
    max: new Date('9999-12-31'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(day, part, fc.constantFrom('Y', 'M', 'W', 'D'), (date, amount, unit) => {
      const every = `P${amount}${unit}`;
      fc.pre(duration.safeParse(every).success);
      expect(nextOf(date.toISOString().slice(0, 10), every) ?? '2026-01-01').toMatch(
        /^\d{4}-\d{2}-\d{2}$/,
      );
    }),
  );
});
