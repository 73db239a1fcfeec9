import { wordIssue } from '../../diagnostics/schema-issues.ts';
import { defineProblemRule } from '../engine/rule.ts';

export const missingKey = defineProblemRule({
  code: 'frontmatter/missing-key',
  severity: 'error',
  summary: 'Required keys are there.',
  rationale: 'Lists, search and engines count on these keys.',
  examples: {
    bad: { 'a.md': '---\nid: doc.a\ndoc_type: doc\n---\n\nText.\n' },
    good: { 'a.md': '---\nid: doc.a\ntitle: A\ndoc_type: doc\n---\n\nText.\n' },
  },
  describe: (problem) => ({
    ...wordIssue(problem),
    data: { key: problem.key, expected: problem.expected },
  }),
});
