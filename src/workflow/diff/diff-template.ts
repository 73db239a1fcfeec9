/** What differs between two versions of one workflow, key by key. Browser-safe. */
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { type Change, type ChangeCode, describeChange } from './change-classes.ts';
import { compareLists, isSame } from './compare-values.ts';
import { diffAnswers } from './diff-answers.ts';
import { diffExtensions } from './diff-extensions.ts';
import { diffTask } from './diff-task.ts';
import type { Report } from './task-pair.ts';

/** Changes of the workflow, then of its tasks in their former order. */
export function diffTemplate(before: WorkflowTemplate, after: WorkflowTemplate): Change[] {
  const [was, is] = [withWhatMayBeEmpty(before), withWhatMayBeEmpty(after)];
  const changes: Change[] = [];
  const report: Report = (code, details) => changes.push(describeChange(code, details));
  diffIdentity(was, is, report);
  diffTrigger(was, is, report);
  diffCalendar(was, is, report);
  diffStages(was, is, report);
  diffPhases(was, is, report);
  diffLinks(was, is, report);
  diffRoles(was, is, report);
  diffApproval(was, is, report);
  diffAnswers(was.inputs, is.inputs, report);
  diffPresentation(was, is, report);
  diffExtensions(was, is, OWN_KEYS, report);
  return [...changes, ...diffTasks(was, is)];
}

const EMPTY: Partial<WorkflowTemplate> = {
  tags: [],
  stages: [],
  sourceDocIds: [],
  references: [],
  bundleLinkDefinitions: [],
  roles: {},
  doneCriteria: [],
};

/** What an engine keeps may lack what says nothing; here it is empty. */
function withWhatMayBeEmpty(template: WorkflowTemplate): WorkflowTemplate {
  return {
    ...EMPTY,
    ...template,
    taskDefinitions: template.taskDefinitions.map((task) => ({
      ...task,
      validation: task.validation ?? '',
    })),
  };
}

/** Keys that the comparison knows; what else a template has belongs to an engine. */
const OWN_KEYS = {
  schemaVersion: true,
  templateId: true,
  name: true,
  type: true,
  emoji: true,
  tags: true,
  runTitle: true,
  inputs: true,
  requiresApproval: true,
  phases: true,
  stages: true,
  sourceDocIds: true,
  references: true,
  bundleLinkDefinitions: true,
  roles: true,
  defaultAssigneeId: true,
  triggerType: true,
  triggerSchedule: true,
  triggerLeadDays: true,
  triggerTimeZone: true,
  triggerEnabled: true,
  forEach: true,
  anchor: true,
  calendar: true,
  doneCriteria: true,
  contentHash: true,
  taskDefinitions: true,
} as const satisfies Record<keyof WorkflowTemplate, true>;

function diffIdentity(was: WorkflowTemplate, is: WorkflowTemplate, report: Report): void {
  const identity = {
    schemaVersion: 'format-changed',
    type: 'type-changed',
    templateId: 'document-changed',
    anchor: 'anchor-changed',
    forEach: 'dimensions-changed',
    defaultAssigneeId: 'default-assignee-changed',
  } as const satisfies Partial<Record<keyof WorkflowTemplate, ChangeCode>>;
  for (const key of Object.keys(identity) as (keyof typeof identity)[]) {
    if (!isSame(was[key], is[key])) report(identity[key], { before: was[key], after: is[key] });
  }
}

function diffTrigger(was: WorkflowTemplate, is: WorkflowTemplate, report: Report): void {
  const isRunning = ({ triggerType, triggerEnabled }: WorkflowTemplate) =>
    triggerType === 'automatic' && triggerEnabled !== false;
  const values = { before: triggerOf(was), after: triggerOf(is) };
  if (isRunning(was) && !isRunning(is)) report('trigger-stopped', values);
  else if (!isRunning(was) && isRunning(is)) report('trigger-started', values);
  else if (!isSame(values.before, values.after)) report('trigger-moved', values);
}

function triggerOf(template: WorkflowTemplate) {
  return Object.fromEntries(
    Object.entries(template).filter(
      ([key, value]) =>
        key.startsWith('trigger') && Object.hasOwn(OWN_KEYS, key) && value !== undefined,
    ),
  );
}

/** More holidays are the care a calendar needs each year; anything else changes how dates roll. */
function diffCalendar(was: WorkflowTemplate, is: WorkflowTemplate, report: Report): void {
  const values = { before: was.calendar, after: is.calendar };
  const { holidays = [], ...rules } = was.calendar ?? { onNonWorkingDay: 'keep' };
  const { holidays: nowHolidays = [], ...nowRules } = is.calendar ?? { onNonWorkingDay: 'keep' };
  const { removed, added, isReordered } = compareLists(holidays, nowHolidays);
  if (!isSame(rules, nowRules) || removed.length > 0) report('calendar-changed', values);
  else if (added.length > 0) report('holidays-added', { before: holidays, after: nowHolidays });
  else if (isReordered) report('presentation-changed', { item: 'calendar', ...values });
}

function diffStages(was: WorkflowTemplate, is: WorkflowTemplate, report: Report): void {
  const { removed, added, isReordered } = compareLists(was.stages, is.stages);
  for (const item of removed) report('stage-removed', { item });
  for (const item of added) report('stage-added', { item });
  if (isReordered) report('stages-reordered', { before: was.stages, after: is.stages });
}

function diffPhases(was: WorkflowTemplate, is: WorkflowTemplate, report: Report): void {
  const ids = ({ phases = [] }: WorkflowTemplate) => phases.map(({ id }) => id);
  const { removed, added, isReordered } = compareLists(ids(was), ids(is));
  for (const item of removed) report('phase-removed', { item });
  for (const item of added) report('phase-added', { item });
  if (isReordered) report('phases-reordered', { before: ids(was), after: ids(is) });
  for (const { id: item, stage, name } of was.phases ?? []) {
    const now = is.phases?.find(({ id }) => id === item);
    if (!now) continue;
    if (stage !== now.stage)
      report('phase-stage-changed', { item, before: stage, after: now.stage });
    if (name !== now.name) report('phase-renamed', { item, before: name, after: now.name });
  }
}

function diffLinks(was: WorkflowTemplate, is: WorkflowTemplate, report: Report): void {
  const names = ({ bundleLinkDefinitions }: WorkflowTemplate) =>
    bundleLinkDefinitions.map(({ name }) => name);
  const { removed, added, isReordered } = compareLists(names(was), names(is));
  for (const item of removed) report('link-removed', { item });
  for (const item of added) report('link-added', { item });
  if (isReordered) report('links-reordered', { before: names(was), after: names(is) });
}

function diffRoles(was: WorkflowTemplate, is: WorkflowTemplate, report: Report): void {
  const present = new Map(Object.entries(is.roles));
  const { removed, added } = compareLists(Object.keys(was.roles), [...present.keys()]);
  for (const item of removed) report('role-removed', { item });
  for (const item of added) report('role-added', { item });
  for (const [item, before] of Object.entries(was.roles)) {
    const after = present.get(item);
    if (after !== undefined && after !== before) report('role-renamed', { item, before, after });
  }
}

function diffApproval(was: WorkflowTemplate, is: WorkflowTemplate, report: Report): void {
  if ((was.requiresApproval ?? false) === (is.requiresApproval ?? false)) return;
  report(is.requiresApproval ? 'approval-required' : 'approval-not-required');
}

/** Shown to people or copied to runs, decided on by nothing. */
const PRESENTATION = {
  name: 'name',
  emoji: 'emoji',
  runTitle: 'title of a run',
  tags: 'tags',
  references: 'references',
  sourceDocIds: 'source documents',
  doneCriteria: 'done criteria',
} as const satisfies Partial<Record<keyof WorkflowTemplate, string>>;

function diffPresentation(was: WorkflowTemplate, is: WorkflowTemplate, report: Report): void {
  for (const key of Object.keys(PRESENTATION) as (keyof typeof PRESENTATION)[]) {
    if (isSame(was[key], is[key])) continue;
    report('presentation-changed', {
      item: PRESENTATION[key],
      before: was[key],
      after: is[key],
    });
  }
}

function diffTasks(was: WorkflowTemplate, is: WorkflowTemplate): Change[] {
  const refIds = ({ taskDefinitions }: WorkflowTemplate) =>
    taskDefinitions.map(({ refId }) => refId);
  const { added, isReordered } = compareLists(refIds(was), refIds(is));
  const present = new Map(is.taskDefinitions.map((task) => [task.refId, task]));
  return [
    ...was.taskDefinitions.flatMap((task) => {
      const now = present.get(task.refId);
      return now ? diffTask(task, now) : [describeChange('task-removed', { refId: task.refId })];
    }),
    ...added.map((refId) => describeChange('task-added', { refId })),
    ...(isReordered ? [describeChange('tasks-reordered')] : []),
  ];
}
