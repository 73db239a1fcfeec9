import { defineSourceRule } from '../engine/rule.ts';

export const unreadable = defineSourceRule({
  code: 'source/unreadable',
  severity: 'error',
  blocksBuild: 'always',
  summary: 'Every file of the content root can be read.',
  rationale: 'A file that is skipped in silence is a page that is missing in silence.',
  // A missing permission cannot be written as text; the rule has tests of its own.
  examples: { bad: {}, good: {} },
  describe: ({ reason }) => ({
    message: `This file cannot be read: ${reason} — check its permissions.`,
    data: { reason },
  }),
});
