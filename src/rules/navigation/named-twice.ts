import { exampleDocument } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';
import { CONFIG_PATH } from './unknown-entry.ts';

export const namedTwice = defineRule({
  code: 'navigation/named-twice',
  severity: 'warning',
  summary: 'The `navigation` of the configuration names each document and folder once.',
  rationale: 'A document has one place: the second one is not shown.',
  examples: {
    bad: {
      'a.md': exampleDocument('doc.a'),
      [CONFIG_PATH]: '{ "navigation": ["doc.a", { "label": "Start", "items": ["a.md"] }] }',
    },
    good: {
      'a.md': exampleDocument('doc.a'),
      [CONFIG_PATH]: '{ "navigation": ["doc.a"] }',
    },
  },
  check({ outline }, report) {
    for (const problem of outline.configurationProblems) {
      if (problem.kind !== 'named-twice') continue;
      const { place, name, first } = problem;
      report({
        file: CONFIG_PATH,
        message: `\`${name}\` of \`${place}\` already stands at \`${first}\` — remove one of them.`,
        data: { place, name, first },
      });
    }
  },
});
