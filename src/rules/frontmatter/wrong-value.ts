import { wordIssue } from '../../diagnostics/schema-issues.ts';
import { defineProblemRule } from '../engine/rule.ts';

export const wrongValue = defineProblemRule({
  code: 'frontmatter/wrong-value',
  severity: 'error',
  summary: 'Every key holds the kind of value it is for.',
  rationale: 'A value of the wrong kind is lost or misread by everything downstream.',
  examples: {
    bad: { 'a.md': '---\nid: doc.a\ntitle: A\ndoc_type: doc\nstatus: activ\n---\n\nText.\n' },
    good: { 'a.md': '---\nid: doc.a\ntitle: A\ndoc_type: doc\nstatus: active\n---\n\nText.\n' },
  },
  describe: (problem) => ({
    ...wordIssue(problem),
    data: { key: problem.key, expected: problem.expected },
  }),
});
