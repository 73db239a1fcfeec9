import { EXAMPLE_SOP, exampleTask, exampleWorkflowWith } from '../engine/example-files.ts';
import { defineTemplateRule } from '../engine/template-rule.ts';

const instructed = exampleTask('check');

export const noInstructions = defineTemplateRule({
  code: 'template/no-instructions',
  severity: 'warning',
  summary: 'Every task says where it is explained how to do it.',
  rationale: 'Who does a task for the first time has nobody to ask but colleagues.',
  examples: {
    bad: {
      'sop.md': EXAMPLE_SOP,
      'flow.md': exampleWorkflowWith([
        instructed.replace('      instructionDocId: sop.media.publish\n', ''),
      ]),
    },
    good: { 'sop.md': EXAMPLE_SOP, 'flow.md': exampleWorkflowWith([instructed]) },
  },
  check({ template }, report) {
    for (const [index, { refId, instructionDocId, instructionsUrl }] of template.tasks.entries()) {
      if (instructionDocId !== undefined || instructionsUrl !== undefined) continue;
      report({
        at: ['tasks', index, 'refId'],
        message: `Task \`${refId}\` has no instructions — name a document in \`instructionDocId\`.`,
        data: { task: refId },
      });
    }
  },
});
