/** Every rule proves itself on the examples it is documented with. */
import { describe, expect, test } from 'vitest';
import { type PortalConfig, portalConfig } from '../../schemas/config.ts';
import { FINDING_CODES, RULE_CODES } from '../../schemas/rule-codes.ts';
import { rules } from '../../src/rules/all-rules.ts';
import { checkSources } from '../../src/rules/check-sources.ts';
import { defineRule, type Rule } from '../../src/rules/engine/rule.ts';
import type { SourceProblem } from '../../src/source/source-file.ts';
import { diagnosticsOf, doc, sourcesOf, TODAY } from '../support/content.ts';

/** Rules about bytes and links of a file system, which text examples cannot show. */
const WITHOUT_EXAMPLES = [
  'source/not-utf8',
  'source/too-large',
  'source/unreadable',
  'source/unsafe-symlink',
];

describe('rules', () => {
  test('have the codes there are, in order and of one form', () => {
    expect(rules.map(({ code }) => code)).toEqual(RULE_CODES);
    expect([...new Set(RULE_CODES)].sort()).toEqual(RULE_CODES);
    expect(FINDING_CODES.filter((code) => !/^[a-z]+\/[a-z0-9-]+$/.test(code))).toEqual([]);
  });

  test('cannot have a code there is not', () => {
    // @ts-expect-error
    const misspelt: Rule['code'] = 'content/emty';
    expect(RULE_CODES).not.toContain(misspelt);
  });

  test('have examples, but for those that text cannot show', () => {
    const without = rules.filter(({ examples }) => Object.keys(examples.bad).length === 0);
    expect(without.map(({ code }) => code).sort()).toEqual(WITHOUT_EXAMPLES);
  });

  describe.each(rules.filter(({ code }) => !WITHOUT_EXAMPLES.includes(code)))('$code', (rule) => {
    test('finds its bad example, once and nothing else of that weight', () => {
      const found = diagnosticsOf(rule.examples.bad).filter(
        ({ code, severity }) => code === rule.code || severity === 'error',
      );
      expect(found.map(({ code }) => code)).toEqual([rule.code]);
      expect(found[0]?.severity).toBe(rule.severity);
    });

    test('finds nothing in its good example', () => {
      const found = diagnosticsOf(rule.examples.good).filter(
        ({ code, severity }) => code === rule.code || severity === 'error',
      );
      expect(found).toEqual([]);
    });

    test('says what to do, in a whole sentence', () => {
      const [finding] = diagnosticsOf(rule.examples.bad).filter(({ code }) => code === rule.code);
      expect(finding?.message).toMatch(/ — /);
      expect(finding?.message).toMatch(/[.?]$/);
      expect(finding?.message).toMatchSnapshot();
    });
  });

  test('about the file system say what to do as well', () => {
    const sourceProblems: SourceProblem[] = [
      { code: 'source/not-utf8', path: 'a.md' },
      { code: 'source/too-large', path: 'b.md', bytes: 3_000_000, limit: 2_097_152 },
      { code: 'source/unreadable', path: 'c.md', reason: 'permission denied' },
      { code: 'source/unsafe-symlink', path: 'd.md', reason: 'it leads out of the content root' },
    ];
    const found = checkSources({
      sources: { ...sourcesOf({}), problems: sourceProblems },
      today: TODAY,
    }).diagnostics;
    expect(found.map(({ code }) => code)).toEqual(WITHOUT_EXAMPLES);
    expect(found.map(({ message }) => message)).toMatchSnapshot();
  });

  test('that throw become a finding about the toolchain', () => {
    const broken = defineRule({
      code: 'content/empty',
      severity: 'error',
      summary: '',
      rationale: '',
      examples: { bad: {}, good: {} },
      check() {
        throw new Error('lost');
      },
    });
    const sources = sourcesOf({ 'a.md': 'Text.\n' });
    const [finding] = checkSources({ sources, today: TODAY, rules: [broken] }).diagnostics;
    expect(finding).toMatchObject({
      code: 'internal/rule-crashed',
      severity: 'error',
      data: { reason: 'lost' },
    });
  });

  test.each([
    ['lifecycle/leftover-placeholdr', ' Did you mean `lifecycle/leftover-placeholder`?'],
    ['identity/stale-lock', ''],
  ])('that there is not cannot be accepted: %s', (code, question) => {
    const text = doc('doc.a', `<!-- opsbook-ignore ${code}: reason -->\n\nText.\n`);
    const found = diagnosticsOf({ 'a.md': text }).filter((each) => each.severity !== 'info');
    expect(found.map((each) => [each.code, each.message])).toEqual([
      [
        'content/unused-ignore',
        `This comment names \`${code}\`, which is not the code of a rule — write \`opsbook-ignore CODE: reason\`.${question}`,
      ],
    ]);
  });

  test('follow the severities of the configuration', () => {
    const sources = sourcesOf({ 'a.md': 'Text.\n' });
    const found = (severities: PortalConfig['severities'] = {}) =>
      checkSources({
        sources,
        today: TODAY,
        config: portalConfig.parse({ severities }),
      }).diagnostics.map((each) => each.severity);
    expect(found()).toEqual(['warning']);
    expect(found({ 'identity/generated-id': 'error' })).toEqual(['error']);
    expect(found({ 'identity/generated-id': 'off' })).toEqual([]);
  });
});
