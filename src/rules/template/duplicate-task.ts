import { EXAMPLE_SOP, exampleTask, exampleWorkflowWith } from '../engine/example-files.ts';
import { defineTemplateRule } from '../engine/template-rule.ts';

export const duplicateTask = defineTemplateRule({
  code: 'template/duplicate-task',
  severity: 'error',
  summary: 'A `refId` belongs to one task of its workflow.',
  rationale: 'Proof and dates are kept by `refId`, so two tasks would share what belongs to one.',
  examples: {
    bad: { 'sop.md': EXAMPLE_SOP, 'flow.md': exampleWorkflowWith([exampleTask('publish')]) },
    good: { 'sop.md': EXAMPLE_SOP, 'flow.md': exampleWorkflowWith([exampleTask('check')]) },
  },
  check({ template }, report) {
    const owners = new Map<string, number>();
    for (const [index, { refId }] of template.tasks.entries()) {
      const owner = owners.get(refId);
      if (owner === undefined) owners.set(refId, index);
      else {
        report({
          at: ['tasks', index, 'refId'],
          message: `Task ${index + 1} has the \`refId\` \`${refId}\` like task ${owner + 1} — give it one of its own.`,
          data: { task: refId },
          related: [{ message: `is \`${refId}\` as well`, at: ['tasks', owner, 'refId'] }],
        });
      }
    }
  },
});
