import { wordIssue } from '../../diagnostics/schema-issues.ts';
import { defineProblemRule } from '../engine/rule.ts';

export const unknownKey = defineProblemRule({
  code: 'frontmatter/unknown-key',
  severity: 'error',
  summary: 'A strict document uses only keys the content model knows.',
  rationale: 'A misspelt key is a setting that silently does nothing.',
  examples: {
    bad: { 'a.md': '---\nid: doc.a\ntitle: A\ndoc_type: doc\nsumary: Short.\n---\n\nText.\n' },
    good: { 'a.md': '---\nid: doc.a\ntitle: A\ndoc_type: doc\nsummary: Short.\n---\n\nText.\n' },
  },
  describe: (problem) => ({ ...wordIssue(problem), data: { key: problem.key } }),
});
