import { describe, expect, test } from 'vitest';
import { type AnswerField, checkAnswers, readAnswers } from '../../../src/workflow/plan/answers.ts';
import fc from '../../support/generated.ts';

const field = (type: AnswerField['type'], more: object = {}): AnswerField => ({
  name: 'it',
  label: 'It',
  type,
  ...(type === 'choice' && { choices: ['yes', 'no'] }),
  ...more,
});
const check = (one: AnswerField, it: unknown) =>
  checkAnswers([one], { it }, { require: true }).map(({ code }) => code);

describe('an answer', () => {
  test.each([
    ['text', ['a', ' a '], ['a\nb', 3, ['a'], true, '\ud800']],
    ['long-text', ['a\nb'], [3, {}]],
    [
      'url',
      ['https://a.example/b', ' http://a.example '],
      ['a.example', 'mailto:a@b.example', 'https://', 'https://a b'],
    ],
    ['email', ['ada@example.org', 'a+b@c'], ['ada', 'ada@', 'a b@c.example', 'a@b..c']],
    [
      'number',
      [3, -2.5, '3', ' 2.5 ', '1e3', 0],
      ['three', '0x10', Number.NaN, Number.POSITIVE_INFINITY, '1e999', true],
    ],
    ['date', ['2026-02-28', '2024-02-29'], ['2026-02-29', '2026-2-1', 'today']],
    ['choice', ['yes', ' no '], ['maybe', 'Yes']],
    ['person', ['ada'], ['a\nb', 7]],
  ] as const)('of the type %s', (type, good, bad) => {
    for (const answer of good) expect(check(field(type), answer)).toEqual([]);
    for (const answer of bad) expect(check(field(type), answer)).toEqual(['invalid']);
  });

  test('that is blank was not given', () => {
    for (const blank of [undefined, null, '', ' \n']) {
      expect(check(field('url'), blank)).toEqual([]);
      expect(check(field('url', { required: true }), blank)).toEqual(['missing']);
      expect(
        checkAnswers([field('url', { required: true })], { it: blank }, { require: false }),
      ).toEqual([]);
    }
  });

  test('is named in a sentence that says what to do', () => {
    const fields: AnswerField[] = [
      { name: 'repo', label: 'Repository', type: 'url', required: true },
      { name: 'size', label: 'Size', type: 'choice', choices: ['s', 'm', 'l'] },
      { name: 'day', label: 'Day', type: 'date', required: true },
    ];
    const problems = checkAnswers(fields, { repo: 'x', size: 'xl', siz: 's' }, { require: true });
    expect(problems.map(({ field, code, sentence }) => [field, code, sentence])).toEqual([
      [
        'repo',
        'invalid',
        '“Repository” (`repo`) is `x`, which is no web address. Write a whole address such as `https://example.org/page`.',
      ],
      [
        'size',
        'invalid',
        '“Size” (`size`) is `xl`, which is not one of its choices. Choose `s`, `m` or `l`.',
      ],
      [
        'day',
        'missing',
        '“Day” (`day`) has no answer, and it needs one. Write year, month and day, such as `2026-07-22`.',
      ],
      [
        'siz',
        'unknown',
        '`siz` is not asked for. Choose from `repo`, `size` and `day`. Did you mean `size`?',
      ],
    ]);
  });

  test('that is accepted is read trimmed, a number as one', () => {
    const fields = [field('number', { name: 'n' }), field('text', { name: 't' }), field('text')];
    expect(readAnswers(fields, { t: ' a ', n: ' 2.50 ', it: ' ' })).toEqual({ n: 2.5, t: 'a' });
    expect(readAnswers([field('text', { name: 'constructor' })], {})).toEqual({});
  });
});

test('whatever is given in place of answers, the check returns problems', () => {
  const fields = (
    ['text', 'long-text', 'url', 'email', 'number', 'date', 'choice', 'person'] as const
  ).map((type) => field(type, { name: type, required: true }));
  const given = fc.oneof(
    fc.jsonValue(),
    fc.record({ url: fc.webUrl(), number: fc.double(), date: fc.string() }),
  );
  fc.assert(
    fc.property(given, (answers) => {
      const problems = checkAnswers(fields, answers, { require: true });
      if (problems.length > 0) return;
      expect(checkAnswers(fields, readAnswers(fields, answers), { require: true })).toEqual([]);
    }),
    { numRuns: 50 },
  );
});
