/**
 * The codes of findings, `area/problem`, by area and then problem. Permanent once released:
 * configurations, comments and baselines name them.
 */

/** What a rule finds; a project may change how much it matters, and authors may accept it. */
export const RULE_CODES = [
  'content/empty',
  'content/ignore-without-reason',
  'content/invalid-mdx',
  'content/removed-html',
  'content/secret',
  'content/unused-ignore',
  'frontmatter/invalid-yaml',
  'frontmatter/misplaced-block',
  'frontmatter/missing-key',
  'frontmatter/refused-language',
  'frontmatter/unknown-key',
  'frontmatter/unterminated',
  'frontmatter/wrong-value',
  'identity/alias-conflict',
  'identity/duplicate-id',
  'identity/generated-id',
  'identity/gone',
  'identity/near-twin',
  'identity/prefix',
  'identity/retired',
  'identity/system-twin',
  'lifecycle/deprecated-without-successor',
  'lifecycle/leftover-placeholder',
  'lifecycle/orphan',
  'lifecycle/review-overdue',
  'link/active-content',
  'link/broken-anchor',
  'link/broken-path',
  'link/missing-image',
  'link/outside-content',
  'link/unsafe-scheme',
  'link/wrong-case',
  'navigation/foreign-file',
  'navigation/named-twice',
  'navigation/unknown-entry',
  'reference/ambiguous',
  'reference/archived',
  'reference/deprecated',
  'reference/external-instructions',
  'reference/generated-target',
  'reference/ordinal-step',
  'reference/self',
  'reference/split-wiki-link',
  'reference/unknown-document',
  'reference/unknown-step',
  'reference/via-alias',
  'reference/wrong-doc-type',
  'sop/duplicate-step',
  'sop/empty-procedure',
  'sop/heading-order',
  'sop/image-without-alt',
  'sop/misplaced-step-marker',
  'sop/missing-section',
  'sop/repeated-section',
  'sop/step-name',
  'sop/step-without-text',
  'source/not-utf8',
  'source/path-clash',
  'source/too-complex',
  'source/too-deep',
  'source/too-large',
  'source/unreadable',
  'source/unsafe-name',
  'source/unsafe-symlink',
  'template/dependency-cycle',
  'template/dependency-order',
  'template/duplicate-name',
  'template/duplicate-task',
  'template/duplicate-type',
  'template/early-verdict',
  'template/impossible-weekday',
  'template/invalid-schedule',
  'template/no-instructions',
  'template/no-workflow',
  'template/only-external-instructions',
  'template/reserved-key',
  'template/self-verdict',
  'template/skip-closure',
  'template/stage-backwards',
  'template/undeclared-link',
  'template/undeclared-source',
  'template/unknown-answer',
  'template/unknown-dependency',
  'template/unknown-phase',
  'template/unknown-placeholder',
  'template/unknown-role',
  'template/unknown-stage',
  'template/unused-link',
  'template/waiting-without-follow-up',
  'template/zone-without-value',
] as const;

/** What a run finds of itself and of the files it is held against; nobody can change its weight. */
const RUN_CODES = [
  'baseline/fixed-finding',
  'identity/stale-lock',
  'internal/rule-crashed',
] as const;

export const FINDING_CODES = [...RULE_CODES, ...RUN_CODES] as const;

export type RuleCode = (typeof RULE_CODES)[number];
export type RunCode = (typeof RUN_CODES)[number];
export type FindingCode = RuleCode | RunCode;

const ruleCodes = new Set<string>(RULE_CODES);

export function isRuleCode(code: string): code is RuleCode {
  return ruleCodes.has(code);
}
