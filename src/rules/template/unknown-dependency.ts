import { nearest } from '../../diagnostics/suggest.ts';
import { didYouMean } from '../../diagnostics/wording.ts';
import { EXAMPLE_SOP, exampleTask, exampleWorkflowWith } from '../engine/example-files.ts';
import { defineTemplateRule } from '../engine/template-rule.ts';

export const unknownDependency = defineTemplateRule({
  code: 'template/unknown-dependency',
  severity: 'error',
  summary: 'A task depends on tasks of its own workflow.',
  rationale: 'A task that waits for something that does not exist never becomes ready.',
  examples: {
    bad: {
      'sop.md': EXAMPLE_SOP,
      'flow.md': exampleWorkflowWith([exampleTask('check', ['dependsOn: [publsh]'])]),
    },
    good: {
      'sop.md': EXAMPLE_SOP,
      'flow.md': exampleWorkflowWith([exampleTask('check', ['dependsOn: [publish]'])]),
    },
  },
  check({ template }, report) {
    const known = new Set(template.tasks.map(({ refId }) => refId));
    for (const [index, { refId, dependsOn = [] }] of template.tasks.entries()) {
      for (const [place, dependency] of dependsOn.entries()) {
        if (known.has(dependency)) continue;
        const suggestion = nearest(dependency, known);
        report({
          at: ['tasks', index, 'dependsOn', place],
          message: `Task \`${refId}\` depends on \`${dependency}\`, which is not a task of this workflow — correct the \`refId\`.${didYouMean(suggestion)}`,
          data: { task: refId, dependency },
          suggestion,
        });
      }
    }
  },
});
