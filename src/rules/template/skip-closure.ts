import { nearest } from '../../diagnostics/suggest.ts';
import { didYouMean, listing } from '../../diagnostics/wording.ts';
import { readClosure, WAIVABLE } from '../../workflow/compile/skip-closure-keys.ts';
import { EXAMPLE_SOP, exampleTask, exampleWorkflowWith } from '../engine/example-files.ts';
import { defineTemplateRule } from '../engine/template-rule.ts';

const skippedAs = (suppressed: string) =>
  exampleWorkflowWith([
    exampleTask('check', [
      'validation:',
      '  skipClosure:',
      '    allowedStatuses: [no video this week]',
      `    suppresses: { ${suppressed}: { proof: true } }`,
    ]),
  ]);

export const skipClosure = defineTemplateRule({
  code: 'template/skip-closure',
  severity: 'error',
  summary: 'What a closing note makes unnecessary belongs to an allowed note, and exists.',
  rationale: 'A misspelt note or key suppresses nothing, or everything.',
  examples: {
    bad: { 'sop.md': EXAMPLE_SOP, 'flow.md': skippedAs('no video this wek') },
    good: { 'sop.md': EXAMPLE_SOP, 'flow.md': skippedAs('no video this week') },
  },
  check({ template }, report) {
    const links = ['*', ...template.bundleLinkDefinitions.map(({ name }) => name)];
    for (const [index, { refId, validation }] of template.tasks.entries()) {
      const { statuses, suppresses } = readClosure(validation);
      const place = ['tasks', index, 'validation', 'skipClosure', 'suppresses'];
      for (const { status, keys, bundleLinks } of suppresses) {
        check(
          status,
          statuses,
          [...place, status],
          'key',
          (known) =>
            `The note “${status}” of task \`${refId}\` is none of its \`allowedStatuses\` — use ${known}.`,
        );
        for (const key of keys) {
          check(
            key,
            WAIVABLE,
            [...place, status, key],
            'key',
            (known) => `A closing note cannot make \`${key}\` unnecessary — use ${known}.`,
          );
        }
        for (const [at, link] of bundleLinks.entries()) {
          check(
            link,
            links,
            [...place, status, 'bundleLinks', at],
            undefined,
            () =>
              `The note “${status}” makes the link “${link}” unnecessary, which the workflow does not declare — correct the name, or write \`"*"\` for all.`,
          );
        }
      }
    }

    function check(
      name: string,
      known: readonly string[],
      at: readonly (string | number)[],
      part: 'key' | undefined,
      word: (known: string) => string,
    ) {
      if (known.includes(name)) return;
      const suggestion = nearest(name, known);
      const choice =
        listing(
          known.map((each) => `\`${each}\``),
          'or',
        ) || 'one, and list it there';
      report({
        at,
        ...(part && { part }),
        message: `${word(choice)}${didYouMean(suggestion)}`,
        data: { name },
        suggestion,
      });
    }
  },
});
