/**
 * How the parts of a template read, wherever one is shown: on its page and in its Markdown twin.
 */
import type { FormField } from '../../schemas/fields.ts';
import { EACH_ZONE } from '../../schemas/task-template.ts';
import type { TaskDefinition, WorkflowTemplate } from '../../schemas/workflow-template.ts';
import { listing } from '../diagnostics/wording.ts';
import { describeSlug } from '../registry/slug.ts';
import { scheduleInWords } from './schedule/schedule-in-words.ts';

/** `Planned publication date, usually a Wednesday at 17:00 Europe/Berlin`. */
export function anchorInWords(template: WorkflowTemplate): string {
  const { label, weekday, time, timeZone } = template.anchor;
  const usual = [
    weekday === undefined ? '' : `usually a ${describeSlug(weekday)}`,
    time === undefined ? '' : `at ${time}`,
    timeZone === undefined ? '' : zoneInWords(timeZone, template),
  ].filter((part) => part !== '');
  return usual.length === 0 ? label : `${label}, ${usual.join(' ')}`;
}

export function triggerInWords(template: WorkflowTemplate): string {
  const { triggerType, triggerSchedule = '', triggerTimeZone = 'UTC' } = template;
  if (triggerType === 'manual') return 'By hand';
  const schedule = `${scheduleInWords(triggerSchedule)}, ${zoneInWords(triggerTimeZone, template)}`;
  const lead = template.triggerLeadDays;
  const anchor = lead ? `, ${lead} ${lead === 1 ? 'day' : 'days'} before the anchor date` : '';
  return schedule + anchor + (template.triggerEnabled === false ? ' (switched off)' : '');
}

function zoneInWords(timeZone: string, { forEach = [] }: WorkflowTemplate): string {
  if (timeZone !== EACH_ZONE) return timeZone;
  const values = forEach.map((name) => describeSlug(name).toLowerCase());
  return `in the time zone of each ${listing(values)}`;
}

export function roleInWords({ roles }: WorkflowTemplate, role: string): string {
  return new Map(Object.entries(roles)).get(role) ?? describeSlug(role);
}

/** Who does the task: its own role, or that of tasks that name none. */
export function assigneeInWords(
  { assigneeId }: TaskDefinition,
  template: WorkflowTemplate,
): string | undefined {
  const role = assigneeId ?? template.defaultAssigneeId;
  return role === undefined ? undefined : roleInWords(template, role);
}

/** Why a person must close the task, and in which cases. */
export function gateInWords(
  { humanGate }: TaskDefinition,
  template: WorkflowTemplate,
): string | undefined {
  if (humanGate === undefined || typeof humanGate === 'string') return humanGate;
  const { reason, when } = humanGate;
  if (!when) return reason;
  const asked = template.taskDefinitions.find(({ refId }) => refId === when.refId);
  const label = asked?.form?.find(({ name }) => name === when.field)?.label ?? when.field;
  const answers = listing(
    when.anyOf.map((answer) => `“${answer}”`),
    'or',
  );
  const task = taskInWords(when.refId, template);
  return `${reason.replace(/\.$/, '')} — when “${label}” of “${task}” is ${answers}, or not answered yet`;
}

const KINDS: Readonly<Record<FormField['type'], string>> = {
  text: 'one line',
  'long-text': 'text',
  url: 'web address',
  email: 'e-mail address',
  number: 'number',
  date: 'date',
  choice: 'choice',
  person: 'person',
};

/** What can be answered and who sees it, without the label: `One of low, high; required`. */
export function answerInWords(field: FormField, template: WorkflowTemplate): string {
  const { choices, help, visibleTo } = field;
  const previous = 'fromPrevious' in field ? field.fromPrevious : undefined;
  const kind = choices ? `one of ${listing(choices, 'or')}` : KINDS[field.type];
  const facts = [
    kind,
    field.required ? 'required' : 'optional',
    ...(visibleTo
      ? [`seen by ${listing(visibleTo.map((role) => roleInWords(template, role)))}`]
      : []),
    ...(previous === undefined ? [] : ['the last answer is shown beside it']),
  ].join('; ');
  const sentence = facts.charAt(0).toUpperCase() + facts.slice(1);
  return help === undefined ? sentence : `${sentence}. ${help}`;
}

/** What tasks are called where others refer to them. */
export function taskInWords(refId: string, { taskDefinitions }: WorkflowTemplate): string {
  return taskDefinitions.find((task) => task.refId === refId)?.description ?? refId;
}
