import { EXAMPLE_SOP, exampleWorkflow } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

export const ordinalStep = defineRule({
  code: 'reference/ordinal-step',
  severity: 'warning',
  summary: 'A task names a step rather than counting it.',
  rationale: 'The number of a step changes as soon as another step is added before it.',
  examples: {
    bad: { 'sop.md': EXAMPLE_SOP, 'flow.md': exampleWorkflow({ instructionStepId: '"1"' }) },
    good: {
      'sop.md': EXAMPLE_SOP,
      'flow.md': exampleWorkflow({ instructionStepId: 'upload-video' }),
    },
  },
  check({ registry }, report) {
    for (const document of registry.documents) {
      for (const { task, resolution } of registry.references(document)) {
        if (!task?.stepId || resolution.kind !== 'document') continue;
        const step = registry.findStep(resolution.document, task.stepId);
        if (!step || step.name === task.stepId) continue;
        const advice =
          step.name === undefined
            ? `give it a name there, with \`<!-- step: … -->\` at the end of its first line`
            : `write \`${step.name}\``;
        report({
          file: document.path,
          range: document.rangeOf({
            in: 'frontmatter',
            path: ['template', 'tasks', task.index, 'instructionStepId'],
          }),
          message: `Task \`${task.refId}\` points at step number ${task.stepId} of \`${resolution.document.id}\`, and numbers shift — ${advice}.`,
          data: { task: task.refId, step: task.stepId },
          suggestion: step.name,
        });
      }
    }
  },
});
