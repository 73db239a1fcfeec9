import { exampleDocument } from '../engine/example-files.ts';
import { defineProblemRule } from '../engine/rule.ts';

export const splitWikiLink = defineProblemRule({
  code: 'reference/split-wiki-link',
  severity: 'error',
  summary: 'In a table the bar of a wiki link is written `\\|`.',
  rationale: 'A bare bar ends the cell, so the link falls apart and the row loses a column.',
  examples: {
    bad: {
      'a.md': exampleDocument('doc.a', '| See | Why |\n| - | - |\n| [[doc.b|B]] | Because. |\n'),
      'b.md': exampleDocument('doc.b'),
    },
    good: {
      'a.md': exampleDocument('doc.a', '| See | Why |\n| - | - |\n| [[doc.b\\|B]] | Because. |\n'),
      'b.md': exampleDocument('doc.b'),
    },
  },
  describe: ({ link, bar }, document) => ({
    message: `The bar of \`${link}\` ends the table cell — write it \`\\|\`.`,
    data: { link },
    suggestion: link.replace('|', '\\|'),
    replace: { range: document.rangeOf(bar), text: '\\|' },
  }),
});
