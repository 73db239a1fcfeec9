import { defineProblemRule } from '../engine/rule.ts';

export const unterminated = defineProblemRule({
  code: 'frontmatter/unterminated',
  severity: 'error',
  blocksBuild: 'always',
  summary: 'The frontmatter block ends with a line `---`.',
  rationale: 'Without its end nobody can tell where the metadata stops and the text begins.',
  examples: {
    bad: { 'a.md': '---\nid: doc.a\ntitle: A\ndoc_type: doc\n\nText.\n' },
    good: { 'a.md': '---\nid: doc.a\ntitle: A\ndoc_type: doc\n---\n\nText.\n' },
  },
  describe: () => ({
    message:
      'The frontmatter block that begins here never ends — close it with a line that is exactly `---`.',
  }),
});
