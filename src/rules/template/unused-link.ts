import { requiredLinks } from '../../workflow/compile/required-links.ts';
import { EXAMPLE_SOP, exampleTask, exampleWorkflowWith } from '../engine/example-files.ts';
import { defineTemplateRule } from '../engine/template-rule.ts';

const declared = ['bundleLinkDefinitions: [{ name: Video page }]'];

export const unusedLink = defineTemplateRule({
  code: 'template/unused-link',
  severity: 'info',
  summary: 'Some task requires each link that the workflow declares.',
  rationale: 'A link that nothing asks for stays empty in most runs.',
  examples: {
    bad: { 'sop.md': EXAMPLE_SOP, 'flow.md': exampleWorkflowWith([], declared) },
    good: {
      'sop.md': EXAMPLE_SOP,
      'flow.md': exampleWorkflowWith(
        [exampleTask('check', ['requiredLinkName: Video page'])],
        declared,
      ),
    },
  },
  check({ template }, report) {
    const required = new Set(requiredLinks(template).map(({ name }) => name));
    for (const [index, { name }] of template.bundleLinkDefinitions.entries()) {
      if (required.has(name)) continue;
      report({
        at: ['bundleLinkDefinitions', index, 'name'],
        message: `No task requires the link “${name}” — name it in \`requiredLinkName\` or \`requiredBundleLinks\` of a task, or remove it.`,
        data: { link: name },
      });
    }
  },
});
