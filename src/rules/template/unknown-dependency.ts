import type { AuthoredTask } from '../../../schemas/task-template.ts';
import { nearest } from '../../diagnostics/suggest.ts';
import { didYouMean } from '../../diagnostics/wording.ts';
import { EXAMPLE_SOP, exampleTask, exampleWorkflowWith } from '../engine/example-files.ts';
import { defineTemplateRule } from '../engine/template-rule.ts';

export const unknownDependency = defineTemplateRule({
  code: 'template/unknown-dependency',
  severity: 'error',
  summary: 'A task names tasks of its own workflow, and no others.',
  rationale:
    'A task that waits for something that does not exist never becomes ready, and a verdict on nothing judges nothing.',
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
    for (const [index, task] of template.tasks.entries()) {
      for (const { says, other, at } of namedTasks(task)) {
        if (known.has(other)) continue;
        const suggestion = nearest(other, known);
        report({
          at: ['tasks', index, ...at],
          message: `Task \`${task.refId}\` ${says} \`${other}\`, which is not a task of this workflow — correct the \`refId\`.${didYouMean(suggestion)}`,
          data: { task: task.refId, dependency: other },
          suggestion,
        });
      }
    }
  },
});

interface NamedTask {
  readonly says: string;
  readonly other: string;
  readonly at: readonly (string | number)[];
}

function namedTasks({ dependsOn, approval, notBy, humanGate }: AuthoredTask): NamedTask[] {
  const each = (says: string, refIds: readonly string[] | undefined, ...at: string[]) =>
    (refIds ?? []).map((other, place) => ({ says, other, at: [...at, place] }));
  const when = typeof humanGate === 'object' ? humanGate.when : undefined;
  return [
    ...each('depends on', dependsOn, 'dependsOn'),
    ...each('is a verdict on', approval?.of, 'approval', 'of'),
    ...each('may not be closed by whoever closed', notBy, 'notBy'),
    ...(when
      ? [
          {
            says: 'needs a person by the answers of',
            other: when.refId,
            at: ['humanGate', 'when', 'refId'],
          },
        ]
      : []),
  ];
}
