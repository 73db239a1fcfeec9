import { dependenciesOf, tasksByRefId } from '../../workflow/compile/task-dependencies.ts';
import { EXAMPLE_SOP, exampleTask, exampleWorkflowWith } from '../engine/example-files.ts';
import { defineTemplateRule } from '../engine/template-rule.ts';

const judging = (...keys: string[]) =>
  exampleWorkflowWith([exampleTask('check', ['approval: { of: [publish] }', ...keys])]);

export const earlyVerdict = defineTemplateRule({
  code: 'template/early-verdict',
  severity: 'error',
  summary: 'A verdict waits for what it judges.',
  rationale: 'Somebody would be asked to judge what is not there yet.',
  examples: {
    bad: { 'sop.md': EXAMPLE_SOP, 'flow.md': judging() },
    good: { 'sop.md': EXAMPLE_SOP, 'flow.md': judging('dependsOn: [publish]') },
  },
  check({ template }, report) {
    const byRefId = tasksByRefId(template);
    for (const [index, task] of template.tasks.entries()) {
      if (!task.approval) continue;
      const before = dependenciesOf(task, byRefId);
      for (const [place, refId] of task.approval.of.entries()) {
        const judged = byRefId.get(refId);
        if (!judged || refId === task.refId || before.has(refId)) continue;
        report({
          at: ['tasks', index, 'approval', 'of', place],
          message: `Task \`${task.refId}\` is a verdict on \`${refId}\` and does not wait for it — add \`${refId}\` to its \`dependsOn\`.`,
          data: { task: task.refId, judged: refId },
          related: [{ message: `is \`${refId}\``, at: ['tasks', judged.index, 'refId'] }],
        });
      }
    }
  },
});
