import { defineSourceRule } from '../engine/rule.ts';

export const notUtf8 = defineSourceRule({
  code: 'source/not-utf8',
  severity: 'error',
  blocksBuild: 'always',
  summary: 'Documents are UTF-8 text.',
  rationale: 'Guessing an encoding garbles names and instructions without anybody noticing.',
  // Bytes that are not UTF-8 cannot be written as text; the rule has tests of its own.
  examples: { bad: {}, good: {} },
  describe: () => ({
    message: 'This file is not UTF-8 text — save it as UTF-8.',
  }),
});
