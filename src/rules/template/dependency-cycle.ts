import { dependencyCycles } from '../../workflow/compile/task-dependencies.ts';
import { EXAMPLE_SOP, exampleTask, exampleWorkflowWith } from '../engine/example-files.ts';
import { defineTemplateRule } from '../engine/template-rule.ts';

const inCircle = (dependsOn: string) =>
  exampleWorkflowWith([exampleTask('check', ['dependsOn: [publish]'])]).replace(
    '      stageOnComplete',
    `      dependsOn: [${dependsOn}]\n      stageOnComplete`,
  );

export const dependencyCycle = defineTemplateRule({
  code: 'template/dependency-cycle',
  severity: 'error',
  summary: 'No task waits for itself, directly or through others.',
  rationale: 'Every task of a circle waits for the next, so none of them can begin.',
  examples: {
    bad: { 'sop.md': EXAMPLE_SOP, 'flow.md': inCircle('check') },
    good: { 'sop.md': EXAMPLE_SOP, 'flow.md': inCircle('') },
  },
  check({ template }, report) {
    for (const cycle of dependencyCycles(template)) {
      const [first, ...rest] = cycle;
      if (!first) continue;
      const circle = [...cycle, first].map(({ task }) => `\`${task.refId}\``).join(' → ');
      const next = rest[0] ?? first;
      const place = first.task.dependsOn?.indexOf(next.task.refId) ?? 0;
      report({
        at: ['tasks', first.index, 'dependsOn', place],
        message: `These tasks wait for each other: ${circle} — remove one of the dependencies.`,
        data: { cycle: cycle.map(({ task }) => task.refId) },
        related: rest.map(({ task, index }) => ({
          message: `is \`${task.refId}\``,
          at: ['tasks', index, 'dependsOn'],
        })),
      });
    }
  },
});
