import { defineProblemRule } from '../engine/rule.ts';

export const tooDeep = defineProblemRule({
  code: 'source/too-deep',
  severity: 'error',
  blocksBuild: 'always',
  summary: 'Blocks and tags nest at most 100 deep.',
  rationale: 'Deeper nesting is never meant, and can exhaust the memory of whoever renders it.',
  examples: {
    bad: { 'a.md': `${'>'.repeat(120)} deep\n` },
    good: { 'a.md': '> > A quotation in a quotation.\n' },
  },
  describe: ({ limit, nested }) => ({
    message:
      nested === 'blocks'
        ? `Blocks nest deeper than ${limit} here — remove the repeated \`>\` or list markers. Until then the page shows the plain text.`
        : `HTML tags nest deeper than ${limit} here — close what is open. Until then the page shows the plain text.`,
    data: { limit },
  }),
});
