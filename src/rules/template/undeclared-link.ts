import { nearest } from '../../diagnostics/suggest.ts';
import { didYouMean } from '../../diagnostics/wording.ts';
import { requiredLinks } from '../../workflow/compile/required-links.ts';
import { EXAMPLE_SOP, exampleTask, exampleWorkflowWith } from '../engine/example-files.ts';
import { defineTemplateRule } from '../engine/template-rule.ts';

const declared = ['bundleLinkDefinitions: [{ name: Video page }]'];

export const undeclaredLink = defineTemplateRule({
  code: 'template/undeclared-link',
  severity: 'error',
  summary: 'Links that a task requires are declared in `bundleLinkDefinitions`.',
  rationale: 'A run has no place for an undeclared link, so the task could never be completed.',
  examples: {
    bad: {
      'sop.md': EXAMPLE_SOP,
      'flow.md': exampleWorkflowWith(
        [
          exampleTask('check', [
            'requiredBundleLinks: [Vido page]',
            'requiredLinkName: Video page',
          ]),
        ],
        declared,
      ),
    },
    good: {
      'sop.md': EXAMPLE_SOP,
      'flow.md': exampleWorkflowWith(
        [exampleTask('check', ['requiredBundleLinks: [Video page]'])],
        declared,
      ),
    },
  },
  check({ template }, report) {
    const known = template.bundleLinkDefinitions.map(({ name }) => name);
    for (const { name, task, at } of requiredLinks(template)) {
      if (known.includes(name)) continue;
      const suggestion = nearest(name, known);
      report({
        at,
        message: `Task \`${task}\` requires the link “${name}”, which the workflow does not declare — add it to \`bundleLinkDefinitions\`.${didYouMean(suggestion)}`,
        data: { task, link: name },
        suggestion,
      });
    }
  },
});
