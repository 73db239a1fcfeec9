import { EXAMPLE_SOP, exampleTask, exampleWorkflowWith } from '../engine/example-files.ts';
import { defineTemplateRule } from '../engine/template-rule.ts';

const waiting = (keys: string) =>
  exampleWorkflowWith([exampleTask('check', ['validation: { waitingAllowed: true }', keys])]);

export const waitingWithoutFollowUp = defineTemplateRule({
  code: 'template/waiting-without-follow-up',
  severity: 'error',
  summary: 'A task that may wait says for whom, and when to ask again.',
  rationale: 'A task that waits without a date to come back disappears from everybody’s view.',
  examples: {
    bad: { 'sop.md': EXAMPLE_SOP, 'flow.md': waiting('priority: normal') },
    good: {
      'sop.md': EXAMPLE_SOP,
      'flow.md': waiting('waiting: { for: the guest, followUpDays: 2 }'),
    },
  },
  check({ template }, report) {
    for (const [index, { refId, waiting, validation }] of template.tasks.entries()) {
      if (typeof validation !== 'object' || !validation.waitingAllowed) continue;
      if (waiting || validation.waitingSemantics) continue;
      report({
        at: ['tasks', index, 'validation', 'waitingAllowed'],
        message: `Task \`${refId}\` may wait, but nothing says for whom and how long — add \`waiting: { for: …, followUpDays: … }\`.`,
        data: { task: refId },
      });
    }
  },
});
