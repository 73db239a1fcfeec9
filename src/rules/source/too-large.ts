import { defineSourceRule } from '../engine/rule.ts';

export const tooLarge = defineSourceRule({
  code: 'source/too-large',
  severity: 'error',
  blocksBuild: 'always',
  summary: 'A document is at most 2 MB.',
  rationale: 'Nobody reads a longer page, and parsing one would hold up everybody else’s.',
  // A file this large is made by the rule’s own test.
  examples: { bad: {}, good: {} },
  describe: ({ bytes, limit }) => ({
    message: `This file has ${bytes} bytes, and a document may have ${limit} — split it into several documents.`,
    data: { bytes, limit },
  }),
});
