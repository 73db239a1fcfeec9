import { EXAMPLE_SOP, exampleWorkflow } from '../engine/example-files.ts';
import { defineTemplateRule } from '../engine/template-rule.ts';

export const lastStageUnreached = defineTemplateRule({
  code: 'template/last-stage-unreached',
  severity: 'error',
  summary: 'Completing some task moves the run to its last stage.',
  rationale: 'A run that never reaches its last stage stays in the lists of open work for ever.',
  examples: {
    bad: { 'sop.md': EXAMPLE_SOP, 'flow.md': exampleWorkflow({ stageOnComplete: 'after-event' }) },
    good: { 'sop.md': EXAMPLE_SOP, 'flow.md': exampleWorkflow({ stageOnComplete: 'done' }) },
  },
  check({ template: { stages, tasks } }, report) {
    const last = stages.at(-1);
    if (last === undefined || tasks.some(({ stageOnComplete }) => stageOnComplete === last)) return;
    report({
      at: ['tasks'],
      part: 'key',
      message: `No task leads to the last stage \`${last}\` — add \`stageOnComplete: ${last}\` to the task that closes the run.`,
      data: { stage: last },
    });
  },
});
