import { CONFIG_NAME } from '../../../schemas/config.ts';
import { didYouMean, listing } from '../../diagnostics/wording.ts';
import { exampleDocument } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

/** Where findings about the configuration point: it lies beside the content root. */
export const CONFIG_PATH = `../${CONFIG_NAME}`;

export const unknownEntry = defineRule({
  code: 'navigation/unknown-entry',
  severity: 'error',
  summary: 'What the configuration names in `navigation` and `home` is there.',
  rationale: 'A document that was meant to stand first is missing from where people look for it.',
  examples: {
    bad: {
      'start/install.md': exampleDocument('doc.install'),
      [CONFIG_PATH]: '{ "navigation": [{ "label": "Start", "items": ["start/instal.md"] }] }',
    },
    good: {
      'start/install.md': exampleDocument('doc.install'),
      [CONFIG_PATH]: '{ "navigation": [{ "label": "Start", "items": ["doc.install"] }] }',
    },
  },
  check({ outline }, report) {
    for (const problem of outline.configurationProblems) {
      if (problem.kind === 'named-twice') continue;
      const { place, name } = problem;
      const found = `\`${name}\` of \`${place}\``;
      report({
        file: CONFIG_PATH,
        ...(problem.kind === 'ambiguous'
          ? {
              message: `${found} stands for ${listing(problem.claimants.map(({ path }) => `\`${path}\``))} — write the path of one of them.`,
            }
          : {
              message: `${found} is no ${place === 'home' ? 'document' : 'document or folder'} — write an id, or a path from the content root.${didYouMean(problem.suggestion)}`,
              suggestion: problem.suggestion,
            }),
        data: { place, name },
      });
    }
  },
});
