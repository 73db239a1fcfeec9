/** What the page of a workflow shows of its compiled template, in words and in order. */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import {
  fileUrl,
  PARTS,
  phaseAnchor,
  taskAnchor,
  templateFile,
} from '../../../schemas/addresses.ts';
import type { FormField, RunInput } from '../../../schemas/fields.ts';
import { EACH_ZONE } from '../../../schemas/task-template.ts';
import type { TaskDefinition, WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { describeSlug } from '../../registry/slug.ts';
import { phaseGroups } from '../../workflow/phase-groups.ts';
import {
  anchorInWords,
  answerInWords,
  assigneeInWords,
  gateInWords,
  roleInWords,
  taskInWords,
  triggerInWords,
} from '../../workflow/template-words.ts';
import type { NavLink } from './navigation.ts';
import { count, describeOffset } from './phrases.ts';
import { describeTimeline, type Timeline } from './timeline.ts';

export interface WorkflowModel {
  readonly type: string;
  readonly emoji?: string;
  readonly taskCount: number;
  readonly anchorLabel: string;
  readonly anchorWeekday?: string;
  /** What a run is made for, e.g. a client; the planner asks for each. */
  readonly dimensions: readonly string[];
  readonly facts: readonly { readonly label: string; readonly values: readonly string[] }[];
  readonly phases: readonly PhaseModel[];
  readonly requiredLinks: readonly string[];
  readonly doneCriteria: readonly string[];
  /** Whether times are in the zone of what a run is for, so that the planner asks for it as well. */
  readonly hasZoneOfEach: boolean;
  /** What the planner asks for; the same in words is `inputs`. */
  readonly fields: readonly RunInput[];
  /** Asked for when a run is started. */
  readonly inputs: readonly AnswerModel[];
  /** Without an address where the link leads nowhere that a reader can follow. */
  readonly references: readonly (Pick<NavLink, 'label'> & {
    readonly url?: string;
    readonly isExternal?: boolean;
  })[];
  /** Path of the executable JSON. */
  readonly jsonUrl: string;
  readonly timeline?: Timeline;
  /** SVG of what waits for what. */
  readonly dependencies?: string;
  /** Whether it can be told when it starts next; without the values of a run, no zone of theirs is known. */
  readonly hasNextRuns: boolean;
}

export interface PhaseModel {
  /** Absent where a workflow has no phases. */
  readonly heading?: {
    /** Fragment on the page. */
    readonly anchor: string;
    readonly name: string;
    readonly stage: string;
  };
  readonly tasks: readonly TaskModel[];
}

/** One thing that is asked for. */
export interface AnswerModel {
  readonly label: string;
  /** What can be answered, and who sees it. */
  readonly words: string;
}

export interface TaskModel {
  readonly refId: string;
  readonly description: string;
  readonly when: string;
  readonly assignee?: string;
  readonly isMilestone: boolean;
  readonly proof?: string;
  readonly links: readonly string[];
  readonly instruction?: NavLink & { readonly isExternal: boolean };
  readonly waiting?: string;
  /** Tasks that come first. */
  readonly after: readonly NavLink[];
  readonly atRiskWhen: readonly string[];
  readonly systems: readonly string[];
  readonly movesTo?: string;
  readonly humanGate?: string;
  /** Asked for when it is completed. */
  readonly form: readonly AnswerModel[];
  /** Tasks that it is a verdict on. */
  readonly judges: readonly NavLink[];
  /** Tasks whose closers may not close it. */
  readonly notBy: readonly NavLink[];
  readonly isOptional: boolean;
  /** How urgent it is among others. */
  readonly priority?: string;
  readonly reminders: readonly string[];
  /** What may be noted instead of the proof. */
  readonly skippedAs: readonly string[];
  readonly needsFile: boolean;
}

/** A heading of the page. */
export interface ContentsEntry {
  readonly text: string;
  readonly anchor: string;
  readonly depth: number;
}

/** Headings of the workflow's own part of the page. */
export function workflowContents({
  phases,
  doneCriteria,
  dependencies,
  inputs,
  timeline,
}: WorkflowModel): ContentsEntry[] {
  return [
    { text: 'Plan a run', anchor: PARTS.plan, depth: 2 },
    ...(timeline === undefined ? [] : [{ text: timeline.title, anchor: PARTS.timeline, depth: 2 }]),
    ...(inputs.length === 0
      ? []
      : [{ text: 'Asked at the start', anchor: PARTS.inputs, depth: 2 }]),
    { text: 'Tasks', anchor: PARTS.tasks, depth: 2 },
    ...phases.flatMap(({ heading }) =>
      heading ? [{ text: heading.name, anchor: heading.anchor, depth: 3 }] : [],
    ),
    ...(dependencies === undefined
      ? []
      : [{ text: 'What waits for what', anchor: PARTS.dependencies, depth: 2 }]),
    ...(doneCriteria.length === 0 ? [] : [{ text: 'Done when', anchor: PARTS.done, depth: 2 }]),
  ];
}

/** @param urlOf where a reference of the workflow leads, if it leads anywhere. */
export function describeWorkflow(
  template: WorkflowTemplate,
  dependencies: string | undefined,
  urlOf: (reference: string) => string | undefined = () => undefined,
): WorkflowModel {
  const timeline = describeTimeline(template);
  const { anchor, calendar, forEach, runTitle, taskDefinitions } = template;
  return {
    type: template.type,
    ...(template.emoji !== undefined && { emoji: template.emoji }),
    taskCount: taskDefinitions.length,
    anchorLabel: anchor.label,
    ...(anchor.weekday !== undefined && { anchorWeekday: anchor.weekday }),
    dimensions: forEach ?? [],
    facts: [
      { label: 'Counted from', values: [anchorInWords(template)] },
      { label: 'Starts', values: [triggerInWords(template)] },
      ...(forEach === undefined
        ? []
        : [{ label: 'A run for each', values: [forEach.map(describeSlug).join(' and ')] }]),
      ...(calendar === undefined
        ? []
        : [{ label: 'On a day off', values: [describeRoll(calendar)] }]),
      ...(runTitle === undefined ? [] : [{ label: 'A run is called', values: [runTitle] }]),
      ...(template.requiresApproval
        ? [{ label: 'Approval', values: ['A run is approved before its tasks are handed out'] }]
        : []),
      { label: 'Stages', values: template.stages.map(describeSlug) },
    ],
    phases: phaseGroups(template).map(({ phase, tasks }) => ({
      ...(phase && {
        heading: {
          anchor: phaseAnchor(phase.id),
          name: phase.name,
          stage: describeSlug(phase.stage),
        },
      }),
      tasks: tasks.map((task) => describeTask(task, template)),
    })),
    hasZoneOfEach: anchor.timeZone === EACH_ZONE,
    fields: template.inputs ?? [],
    inputs: describeAnswers(template.inputs, template),
    requiredLinks: template.bundleLinkDefinitions.map(({ name }) => name),
    doneCriteria: template.doneCriteria,
    references: template.references.map(({ name, url }) => {
      const address = urlOf(url);
      return address === undefined
        ? { label: `${name}: ${url}` }
        : { label: name, url: address, isExternal: address === url };
    }),
    jsonUrl: fileUrl(templateFile(template.type)),
    ...(timeline && { timeline }),
    ...(dependencies !== undefined && { dependencies }),
    hasNextRuns:
      template.triggerType === 'automatic' &&
      template.triggerEnabled !== false &&
      template.triggerTimeZone !== EACH_ZONE,
  };
}

function describeRoll({ onNonWorkingDay }: NonNullable<WorkflowTemplate['calendar']>): string {
  switch (onNonWorkingDay) {
    case 'keep':
      return 'A due date stays';
    case 'previous':
      return 'A due date moves to the workday before';
    case 'next':
      return 'A due date moves to the next workday';
    case 'nearest':
      return 'A due date moves to the nearest workday';
  }
}

function describeTask(task: TaskDefinition, template: WorkflowTemplate): TaskModel {
  const text = typeof task.validation === 'string' ? task.validation : undefined;
  const validation = typeof task.validation === 'string' ? undefined : task.validation;
  const assignee = assigneeInWords(task, template);
  const proof =
    validation?.completionProof ?? task.proofRequirement?.label ?? (validation ? undefined : text);
  const links = [task.requiredLinkName, ...(validation?.requiredBundleLinks ?? [])];
  const instruction = describeInstruction(task);
  const waiting = validation?.waitingSemantics;
  const gate = gateInWords(task, template);
  return {
    refId: task.refId,
    description: task.description,
    when: describeOffset(task) + (task.time === undefined ? '' : `, ${task.time}`),
    ...(assignee !== undefined && { assignee }),
    isMilestone: task.isMilestone ?? false,
    ...(proof !== undefined && { proof }),
    links: [...new Set(links.filter((link) => link !== undefined))],
    ...(instruction && { instruction }),
    ...(waiting && {
      waiting: `May wait for ${waiting.waitingFor}; follow up after ${count(waiting.followUpDefaultDays, 'day')}`,
    }),
    isOptional: task.optional ?? false,
    needsFile: task.requiresFile ?? false,
    skippedAs: skippedAs.safeParse(validation).data?.skipClosure.allowedStatuses ?? [],
    ...(task.priority !== undefined && { priority: task.priority }),
    reminders: (task.reminders ?? []).map(({ after, to, kind }) => {
      const who = roleInWords(template, to);
      const what = kind === 'nag' ? 'is reminded' : 'is called in';
      return `${who} ${what} ${describeDuration(after)} after it is due`;
    }),
    after: describeTasks(task.dependsOn, template),
    form: describeAnswers(task.form, template),
    judges: describeTasks(task.approval?.of, template),
    notBy: describeTasks(task.notBy, template),
    atRiskWhen: validation?.atRiskWhen ?? [],
    systems: task.systems ?? [],
    ...(task.stageOnComplete !== undefined && { movesTo: describeSlug(task.stageOnComplete) }),
    ...(gate !== undefined && { humanGate: gate }),
  };
}

function describeTasks(refIds: readonly string[] = [], template: WorkflowTemplate): NavLink[] {
  return refIds.map((refId) => ({
    label: taskInWords(refId, template),
    url: `#${taskAnchor(refId)}`,
  }));
}

function describeAnswers(
  fields: readonly FormField[] = [],
  template: WorkflowTemplate,
): AnswerModel[] {
  return fields.map((field) => ({ label: field.label, words: answerInWords(field, template) }));
}

/** Passed on as it was authored, so it may be anything. */
const skippedAs = z.object({ skipClosure: z.object({ allowedStatuses: z.array(z.string()) }) });

function describeDuration(duration: string): string {
  const fields = Temporal.Duration.from(duration);
  const parts = DURATION_UNITS.flatMap((unit) => {
    const amount = fields[`${unit}s`];
    if (amount === 0) return [];
    return new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay: 'long' }).format(amount);
  });
  return new Intl.ListFormat('en', { type: 'unit', style: 'long' }).format(parts);
}

const DURATION_UNITS = ['year', 'month', 'week', 'day', 'hour', 'minute', 'second'] as const;

function describeInstruction(task: TaskDefinition): TaskModel['instruction'] {
  if (task.instruction) {
    const { title, url } = task.instruction;
    return { label: title, url, isExternal: false };
  }
  if (task.instructionsUrl === undefined) return undefined;
  return { label: 'External instructions', url: task.instructionsUrl, isExternal: true };
}
