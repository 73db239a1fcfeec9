import { defineProblemRule } from '../engine/rule.ts';

export const invalidMdx = defineProblemRule({
  code: 'content/invalid-mdx',
  severity: 'error',
  summary:
    'MDX uses Markdown and the documented components with their own, literal attributes only.',
  rationale: 'Anything more is code, and content never runs code.',
  examples: {
    bad: { 'a.mdx': '---\nid: doc.a\ntitle: A\ndoc_type: doc\n---\n\nThe sum is {1 + 1}.\n' },
    good: {
      'a.mdx':
        '---\nid: doc.a\ntitle: A\ndoc_type: doc\n---\n\n<Callout type="note">\n\nText.\n\n</Callout>\n',
    },
  },
  describe: ({ reason, action = 'write it as Markdown' }) => ({
    message: `${reason.trimEnd().replace(/\.$/, '')} — ${action.replace(/[^.?]$/, '$&.')} Until then the page is shown as plain Markdown.`,
    data: { reason },
  }),
});
