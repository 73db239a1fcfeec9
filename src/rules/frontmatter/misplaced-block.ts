import { defineProblemRule } from '../engine/rule.ts';

export const misplacedBlock = defineProblemRule({
  code: 'frontmatter/misplaced-block',
  severity: 'error',
  blocksBuild: 'always',
  summary: 'The frontmatter block begins on the first line.',
  rationale: 'Further down it is ordinary text, so the document loses its id and every link to it.',
  examples: {
    bad: { 'a.md': '\n---\nid: doc.a\ntitle: A\ndoc_type: doc\n---\n\nText.\n' },
    good: { 'a.md': '---\nid: doc.a\ntitle: A\ndoc_type: doc\n---\n\nText.\n' },
  },
  describe: () => ({
    message:
      'This frontmatter block is not on the first line, so it is not read — remove what stands before it.',
  }),
});
