import { defineSourceRule } from '../engine/rule.ts';

export const unsafeSymlink = defineSourceRule({
  code: 'source/unsafe-symlink',
  severity: 'error',
  blocksBuild: 'always',
  summary: 'Symbolic links stay inside the content root.',
  rationale: 'A link out of the content root could publish any file of the machine that builds.',
  // A link cannot be written as text; the rule has tests of its own on a real folder.
  examples: { bad: {}, good: {} },
  describe: ({ reason }) => ({
    message: `This symbolic link is not followed: ${reason} — copy the file into the content root.`,
    data: { reason },
  }),
});
