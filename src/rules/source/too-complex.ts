import { exampleDocument } from '../engine/example-files.ts';
import { defineProblemRule } from '../engine/rule.ts';

const diagram = (edges: number) =>
  `\`\`\`mermaid\ngraph TD\n${Array.from({ length: edges }, (_, index) => `a${index} --> b${index}\n`).join('')}\`\`\`\n`;

export const tooComplex = defineProblemRule({
  code: 'source/too-complex',
  severity: 'error',
  blocksBuild: 'always',
  summary: 'A document can be read and drawn in reasonable time.',
  rationale:
    'A few kilobytes of one mark, or a diagram of hundreds of lines, hold up the build of everybody’s pages, and nobody can read them.',
  examples: {
    bad: { 'a.md': exampleDocument('doc.a', diagram(300)) },
    good: { 'a.md': exampleDocument('doc.a', diagram(3)) },
  },
  describe: ({ found, action, shown }) => ({
    message: `${found} — ${action}. Until then the page shows ${shown}.`,
  }),
});
