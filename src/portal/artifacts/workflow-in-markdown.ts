/** A compiled workflow in words, for readers of the Markdown twin: what is due when, and its proof. */
import { fileUrl, templateFile, twinOf } from '../../../schemas/addresses.ts';
import type { TaskDefinition, WorkflowTemplate } from '../../../schemas/workflow-template.ts';

export function workflowInMarkdown(template: WorkflowTemplate): string {
  const { phases = [], taskDefinitions, anchor, doneCriteria } = template;
  const parts = phases.flatMap(({ id, name }) => {
    const tasks = taskDefinitions.filter(({ phase }) => phase === id);
    return tasks.length === 0 ? [] : [`### ${name}`, tasks.map(taskInMarkdown).join('\n')];
  });
  return [
    '## Tasks',
    `Counted from: ${anchor.label}. Executable form: [JSON](${fileUrl(templateFile(template.type))}).`,
    ...parts,
    ...(doneCriteria.length === 0
      ? []
      : ['### Done when', doneCriteria.map((criterion) => `- ${criterion}`).join('\n')]),
  ].join('\n\n');
}

function taskInMarkdown(task: TaskDefinition): string {
  const proof = task.proofRequirement?.label;
  const facts = [
    `Due: ${dueInWords(task)}`,
    ...(task.assigneeId === undefined ? [] : [`Who: ${task.assigneeId}`]),
    ...(task.instruction
      ? [`How: [${task.instruction.title}](${twinOf(task.instruction.url)})`]
      : task.instructionsUrl === undefined
        ? []
        : [`How: <${task.instructionsUrl}>`]),
    ...(proof === undefined ? [] : [`Proof: ${proof}`]),
    ...(task.dependsOn?.length ? [`After: ${task.dependsOn.join(', ')}`] : []),
  ];
  const lines = facts.map((fact) => `  - ${fact}`);
  return [`- \`${task.refId}\`: ${task.description}`, ...lines].join('\n');
}

function dueInWords({ offsetDays, offsetWorkdays, time }: TaskDefinition): string {
  const offset = offsetDays ?? offsetWorkdays ?? 0;
  const unit = offsetDays === undefined ? 'workday' : 'day';
  const amount = `${Math.abs(offset)} ${unit}${Math.abs(offset) === 1 ? '' : 's'}`;
  const day = offset === 0 ? 'on the day' : `${amount} ${offset < 0 ? 'before' : 'after'}`;
  return time === undefined ? day : `${day}, ${time}`;
}
