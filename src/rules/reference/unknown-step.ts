import { nearest } from '../../diagnostics/suggest.ts';
import { didYouMean } from '../../diagnostics/wording.ts';
import { EXAMPLE_SOP, exampleWorkflow } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

export const unknownStep = defineRule({
  code: 'reference/unknown-step',
  severity: 'error',
  summary: 'A task points at a step its instruction document has.',
  rationale: 'An operator who is sent to a missing step does not know what to do.',
  examples: {
    bad: {
      'sop.md': EXAMPLE_SOP,
      'flow.md': exampleWorkflow({ instructionStepId: 'upload-vido' }),
    },
    good: {
      'sop.md': EXAMPLE_SOP,
      'flow.md': exampleWorkflow({ instructionStepId: 'upload-video' }),
    },
  },
  check({ registry }, report) {
    for (const document of registry.documents) {
      for (const { task, resolution } of registry.references(document)) {
        if (!task?.stepId || resolution.kind !== 'document') continue;
        const { body, path, title } = resolution.document;
        if (registry.findStep(resolution.document, task.stepId)) continue;
        const suggestion = nearest(
          task.stepId,
          body.steps.flatMap(({ name }) => name ?? []),
        );
        const count = body.steps.length;
        const has = count === 0 ? 'has no steps' : `has no such step among its ${count}`;
        report({
          file: document.path,
          range: document.rangeOf({
            in: 'frontmatter',
            path: ['template', 'tasks', task.index, 'instructionStepId'],
          }),
          message: `Task \`${task.refId}\` points at step \`${task.stepId}\`, but “${title}” ${has} — name one of its steps.${didYouMean(suggestion)}`,
          data: { task: task.refId, step: task.stepId, document: resolution.document.id },
          related: [{ message: 'is the instruction document', file: path }],
          suggestion,
        });
      }
    }
  },
});
