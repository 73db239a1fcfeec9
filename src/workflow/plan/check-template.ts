/**
 * Whether a template has what a plan is made from. Engines hand over JSON that they stored, so
 * anything may be missing or in its place; lists that a template may lack count as empty. Not the
 * schema, which needs a library that browsers do without. Browser-safe.
 */
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { quote } from '../../diagnostics/wording.ts';
import { checkTimeZone, EACH_ZONE } from '../dates/time-zone.ts';
import { PlanError } from './plan-error.ts';

type Check = readonly [what: string, holds: (value: unknown) => boolean];

const TEXT: Check = ['a text', isText];
const OPTIONAL_TEXT: Check = ['a text', orAbsent(isText)];
const OPTIONAL_NUMBER: Check = ['a whole number', orAbsent(Number.isSafeInteger)];
const OPTIONAL_TEXTS: Check = ['a list of texts', orAbsent(isListOf(isText))];
const OPTIONAL_MAPPING: Check = ['a mapping', orAbsent(isMapping)];

const TEMPLATE_KEYS: Readonly<Record<string, Check>> = {
  type: TEXT,
  name: TEXT,
  stages: OPTIONAL_TEXTS,
  taskDefinitions: ['a list of tasks', isListOf(isMapping)],
  tags: OPTIONAL_TEXTS,
  forEach: OPTIONAL_TEXTS,
  doneCriteria: OPTIONAL_TEXTS,
  phases: ['a list of phases', orAbsent(isListOf(hasText('id')))],
  inputs: [
    'a list of what is asked',
    orAbsent(isListOf((each) => hasText('name')(each) && hasText('label')(each))),
  ],
  bundleLinkDefinitions: ['a list of links with names', orAbsent(isListOf(hasText('name')))],
  runTitle: OPTIONAL_TEXT,
  defaultAssigneeId: OPTIONAL_TEXT,
  triggerSchedule: OPTIONAL_TEXT,
  anchor: OPTIONAL_MAPPING,
  calendar: OPTIONAL_MAPPING,
  roles: OPTIONAL_MAPPING,
};

const TASK_KEYS: Readonly<Record<string, Check>> = {
  refId: TEXT,
  description: TEXT,
  offsetDays: OPTIONAL_NUMBER,
  offsetWorkdays: OPTIONAL_NUMBER,
  time: ['a time such as `17:00`', orAbsent(isTime)],
  assigneeId: OPTIONAL_TEXT,
  dependsOn: OPTIONAL_TEXTS,
  form: ['a list of fields', orAbsent(isListOf(hasText('name')))],
};

const CALENDAR_KEYS: Readonly<Record<string, Check>> = {
  workdays: OPTIONAL_TEXTS,
  holidays: OPTIONAL_TEXTS,
};

/** Throws `PlanError` for the first thing that is missing or of another form, and for a zone that is none. */
export function checkTemplate(template: WorkflowTemplate): void {
  if (!isMapping(template)) {
    throw new PlanError(`${quote(template)} is no workflow. Take a template as it is published.`);
  }
  const { type, calendar, taskDefinitions } = template;
  const whose = isText(type) ? `of workflow ${quote(type)}` : 'of a workflow';
  checkKeys(template, TEMPLATE_KEYS, whose);
  checkKeys(calendar ?? {}, CALENDAR_KEYS, `in the calendar ${whose}`);
  checkKeys(
    template.anchor ?? {},
    { timeZone: OPTIONAL_TEXT, weekday: OPTIONAL_TEXT },
    `in the anchor ${whose}`,
  );
  const { timeZone = EACH_ZONE } = template.anchor ?? {};
  if (timeZone !== EACH_ZONE) checkTimeZone(timeZone);
  for (const [index, task] of taskDefinitions.entries()) {
    const name = isText(task.refId) ? `task ${quote(task.refId)}` : `task ${index + 1}`;
    checkKeys(task, TASK_KEYS, `in ${name} ${whose}`);
  }
}

function checkKeys(value: object, checks: Readonly<Record<string, Check>>, whose: string): void {
  const given = new Map<string, unknown>(Object.entries(value));
  for (const [key, [what, holds]] of Object.entries(checks)) {
    if (holds(given.get(key))) continue;
    throw new PlanError(
      `\`${key}\` ${whose} is ${quote(given.get(key))}, not ${what}. ` +
        'Take the template as it is published.',
    );
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTime(value: unknown): boolean {
  return isText(value) && /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(value);
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasText(key: string): (value: unknown) => boolean {
  return (value) => isMapping(value) && isText(value[key]);
}

function isListOf(holds: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => Array.isArray(value) && value.every(holds);
}

function orAbsent(holds: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => value === undefined || holds(value);
}
