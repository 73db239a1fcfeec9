/** A compiled workflow in words, for readers of the Markdown twin: what is due when, by whom, and its proof. */
import { fileUrl, templateFile, twinOf } from '../../../schemas/addresses.ts';
import type { FormField } from '../../../schemas/fields.ts';
import type { TaskDefinition, WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { phaseGroups } from '../../workflow/phase-groups.ts';
import { toOneLine } from '../../workflow/plan/task-words.ts';
import {
  anchorInWords,
  answerInWords,
  assigneeInWords,
  gateInWords,
  triggerInWords,
} from '../../workflow/template-words.ts';

/** @param urlOf where a reference of the workflow leads, if it leads anywhere. */
export function workflowInMarkdown(
  template: WorkflowTemplate,
  urlOf: (reference: string) => string | undefined,
): string {
  const { doneCriteria, inputs = [], references, requiresApproval, runTitle } = template;
  const facts = [
    `Counted from: ${anchorInWords(template)}.`,
    `Starts: ${triggerInWords(template)}.`,
    ...(runTitle === undefined ? [] : [`A run is called: ${runTitle}.`]),
    ...(requiresApproval ? ['A run is approved before its tasks are handed out.'] : []),
    `Executable form: [JSON](${fileUrl(templateFile(template.type))}).`,
  ];
  const parts = phaseGroups(template).flatMap(({ phase, tasks }) => {
    if (tasks.length === 0) return [];
    const list = tasks.map((task) => taskInMarkdown(task, template)).join('\n');
    return phase ? [`### ${phase.name}`, list] : [list];
  });
  return [
    '## Tasks',
    facts.map(toOneLine).join(' '),
    ...section(
      'Asked at the start',
      inputs.map((field) => answer(field, template)),
    ),
    ...parts,
    ...section('Done when', doneCriteria),
    ...section(
      'Links',
      references.map((reference) => link(reference, urlOf)),
    ),
  ].join('\n\n');
}

function section(title: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  return [`### ${title}`, items.map((item) => `- ${toOneLine(item)}`).join('\n')];
}

function answer(field: FormField, template: WorkflowTemplate): string {
  return `${field.label}: ${answerInWords(field, template)}`;
}

function link(
  { name, url }: WorkflowTemplate['references'][number],
  urlOf: (reference: string) => string | undefined,
): string {
  const address = urlOf(url);
  if (address === undefined) return `${name}: \`${url}\``;
  return address === url ? `${name}: <${url}>` : `[${name}](${twinOf(address)})`;
}

function taskInMarkdown(task: TaskDefinition, template: WorkflowTemplate): string {
  const proof = task.proofRequirement?.label;
  const who = assigneeInWords(task, template);
  const gate = gateInWords(task, template);
  const refIds = (list: readonly string[] = []) => list.map((refId) => `\`${refId}\``).join(', ');
  const facts = [
    `Due: ${dueInWords(task)}`,
    ...(who === undefined ? [] : [`Who: ${who}`]),
    ...(task.instruction
      ? [`How: [${task.instruction.title}](${twinOf(task.instruction.url)})`]
      : task.instructionsUrl === undefined
        ? []
        : [`How: <${task.instructionsUrl}>`]),
    ...(proof === undefined ? [] : [`Proof: ${proof}`]),
    ...(task.dependsOn?.length ? [`After: ${task.dependsOn.join(', ')}`] : []),
    ...(task.approval ? [`Judges, pass or fail: ${refIds(task.approval.of)}`] : []),
    ...(task.notBy ? [`Not by whoever closed: ${refIds(task.notBy)}`] : []),
    ...(gate === undefined ? [] : [`A person must act: ${gate}`]),
    ...(task.form ?? []).map((field) => `Asks: ${answer(field, template)}`),
  ];
  const lines = facts.map((fact) => `  - ${toOneLine(fact)}`);
  return [`- \`${task.refId}\`: ${task.description}`, ...lines].join('\n');
}

function dueInWords({ offsetDays, offsetWorkdays, time }: TaskDefinition): string {
  const offset = offsetDays ?? offsetWorkdays ?? 0;
  const unit = offsetDays === undefined ? 'workday' : 'day';
  const amount = `${Math.abs(offset)} ${unit}${Math.abs(offset) === 1 ? '' : 's'}`;
  const day = offset === 0 ? 'on the day' : `${amount} ${offset < 0 ? 'before' : 'after'}`;
  return time === undefined ? day : `${day}, ${time}`;
}
