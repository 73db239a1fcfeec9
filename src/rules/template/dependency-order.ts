import type { AuthoredTask } from '../../../schemas/task-template.ts';
import { dependencyCycles, tasksByRefId } from '../../workflow/compile/task-dependencies.ts';
import { EXAMPLE_SOP, exampleTask, exampleWorkflowWith } from '../engine/example-files.ts';
import { defineTemplateRule } from '../engine/template-rule.ts';

const dependentOn = (offset: string) =>
  exampleWorkflowWith([exampleTask('check', ['dependsOn: [publish]'])]).replace(
    'offsetDays: 0',
    `offsetDays: ${offset}`,
  );

export const dependencyOrder = defineTemplateRule({
  code: 'template/dependency-order',
  severity: 'error',
  summary: 'A task is not due before what it depends on.',
  rationale: 'Such a task is overdue before anybody may begin it.',
  examples: {
    bad: { 'sop.md': EXAMPLE_SOP, 'flow.md': dependentOn('3') },
    good: { 'sop.md': EXAMPLE_SOP, 'flow.md': dependentOn('1') },
  },
  check({ template }, report) {
    const byRefId = tasksByRefId(template);
    const circles = dependencyCycles(template).map(
      (cycle) => new Set(cycle.map(({ task }) => task.refId)),
    );
    for (const [index, task] of template.tasks.entries()) {
      for (const [place, refId] of (task.dependsOn ?? []).entries()) {
        const dependency = byRefId.get(refId);
        if (!dependency || !isLater(dependency.task, task)) continue;
        // In a circle no order is right.
        if (circles.some((circle) => circle.has(refId) && circle.has(task.refId))) continue;
        report({
          at: ['tasks', index, 'dependsOn', place],
          message: `Task \`${task.refId}\` (${due(task)}) depends on \`${refId}\`, which is due later (${due(dependency.task)}) — move one of the two.`,
          data: { task: task.refId, dependency: refId },
          related: [{ message: `is \`${refId}\``, at: ['tasks', dependency.index, 'refId'] }],
        });
      }
    }
  },
});

/** Whether `a` is due after `b` whatever the anchor; days and workdays are not compared. */
function isLater(a: AuthoredTask, b: AuthoredTask): boolean {
  if ((a.offsetWorkdays === undefined) !== (b.offsetWorkdays === undefined)) return false;
  const offset = (task: AuthoredTask) => task.offsetWorkdays ?? task.offsetDays ?? 0;
  if (offset(a) !== offset(b)) return offset(a) > offset(b);
  return a.time !== undefined && b.time !== undefined && a.time > b.time;
}

function due({ offsetDays, offsetWorkdays, time }: AuthoredTask): string {
  const key = offsetWorkdays === undefined ? 'offsetDays' : 'offsetWorkdays';
  const at = time === undefined ? '' : `, ${time}`;
  return `\`${key}: ${offsetWorkdays ?? offsetDays}\`${at}`;
}
