/**
 * The published executable template (`api/templates/<type>.json`): what a work engine
 * consumes. Absent optional keys are absent, never null.
 */
import { z } from 'zod';
import { formField, runInput } from './fields.ts';
import {
  anchor,
  approval,
  calendar,
  humanGate,
  namedUrl,
  PRIORITIES,
  phase,
  proofRequirement,
  reminder,
} from './task-template.ts';
import { structuredValidation } from './task-validation.ts';

const strings = z.array(z.string());

export const instruction = z.strictObject({
  docId: z.string().describe('Document that says how to do the task.'),
  stepId: z.string().optional().describe('Step of that document.'),
  title: z.string().describe('Title of the document, and of the step.'),
  url: z.string().describe('Page and fragment within the portal.'),
  stepHash: z.string().optional().describe('`sha256:<hex>` over the step’s source.'),
});

const TASK = {
  refId: z.string().describe('Stable identity of the task within the template.'),
  description: z.string().describe('What is to be done.'),
  offsetDays: z.int().optional().describe('Calendar days from the anchor.'),
  offsetWorkdays: z.int().optional().describe('Workdays from the anchor.'),
  time: z.string().optional().describe('Time of day, HH:MM.'),
  phase: z.string().optional().describe('Phase id, in a template with phases.'),
  assigneeId: z.string().optional().describe('Role that does the task.'),
  isMilestone: z.boolean().optional().describe('Whether it marks a milestone.'),
  stageOnComplete: z.string().optional().describe('Stage the run moves to.'),
  instructionDocId: z.string().optional().describe('Id of the instruction document.'),
  instructionStepId: z.string().optional().describe('Step of that document.'),
  instructionsUrl: z.string().optional().describe('External fallback instructions.'),
  instruction: instruction.optional().describe('The instruction, resolved.'),
  systems: strings.optional().describe('Tools the task is done in.'),
  requiredLinkName: z.string().optional().describe('Link the task must produce.'),
  requiresFile: z.boolean().optional().describe('Whether it must produce a file.'),
  proofRequirement: proofRequirement.optional().describe('Evidence that it is done.'),
  validation: z.union([z.string(), structuredValidation]).describe('What completion needs.'),
  dependsOn: strings.optional().describe('Tasks that must be done before.'),
  priority: z.enum(PRIORITIES).optional().describe('Order among ready tasks.'),
  humanGate: humanGate.optional().describe('Why a person must act, and perhaps when.'),
  form: z.array(formField).optional().describe('What is asked when it is completed.'),
  approval: approval.optional().describe('Makes it a verdict on other tasks.'),
  notBy: strings.optional().describe('Tasks whose closers may not close it.'),
  optional: z.boolean().optional().describe('Whether a run may end without it.'),
  reminders: z.array(reminder).optional().describe('Reminders after the due moment.'),
};

/** Further keys are those an engine keeps for itself (`extensions`). */
export const taskDefinition = z.looseObject(TASK);

const TEMPLATE = {
  schemaVersion: z.literal(1).describe('Version of this format.'),
  templateId: z.string().describe('Id of the document the template is written in.'),
  name: z.string().describe('Name of the workflow.'),
  type: z.string().describe('Unique slug of the workflow.'),
  emoji: z.string().optional().describe('Emoji shown beside the name.'),
  tags: strings.describe('Tags copied to each run.'),
  runTitle: z.string().optional().describe('Title of a run, with placeholders.'),
  inputs: z.array(runInput).optional().describe('What is asked when a run is started.'),
  requiresApproval: z
    .boolean()
    .optional()
    .describe('Whether a run is approved before its tasks are handed out.'),
  phases: z.array(phase).optional().describe('Phases, in order, if the template has any.'),
  stages: strings.min(1).describe('Stages of a run, in order.'),
  sourceDocIds: strings.describe('Ids of the documents the workflow was made from.'),
  references: z.array(namedUrl).describe('Links copied to each run.'),
  bundleLinkDefinitions: z
    .array(z.strictObject({ name: z.string().describe('Name of the link.') }))
    .describe('Links a run must collect.'),
  roles: z.record(z.string(), z.string()).describe('Role slug → name.'),
  defaultAssigneeId: z.string().optional().describe('Role of tasks that name none.'),
  triggerType: z.enum(['manual', 'automatic']).describe('How a run starts.'),
  triggerSchedule: z.string().optional().describe('Cron expression with five fields.'),
  triggerLeadDays: z.int().optional().describe('Days from firing to the anchor date.'),
  triggerTimeZone: z.string().optional().describe('IANA zone of the schedule.'),
  triggerEnabled: z.boolean().optional().describe('Whether the schedule creates runs.'),
  forEach: strings.optional().describe('Dimensions; one run per value.'),
  anchor: anchor.describe('The date every due date is counted from.'),
  calendar: calendar.optional().describe('How due dates avoid days off.'),
  doneCriteria: strings.describe('When the run counts as done.'),
  contentHash: z
    .string()
    .describe('`sha256:<hex>` over the RFC 8785 form, without itself, instructions and URLs.'),
};

/** Further keys are those an engine keeps for itself (`extensions`). */
export const workflowTemplate = z.looseObject({
  ...TEMPLATE,
  taskDefinitions: z.array(taskDefinition).describe('Tasks, in authored order.'),
});

export const templateIndex = z.strictObject({
  schemaVersion: z.literal(1).describe('Version of this format.'),
  templates: z
    .array(
      z.strictObject({
        type: z.string().describe('Unique slug of the workflow.'),
        templateId: z.string().describe('Id of its document.'),
        name: z.string().describe('Its name.'),
        file: z.string().describe('Its JSON file, relative to this index.'),
        contentHash: z.string().describe('Changes when the meaning of the template changes.'),
        tasks: z.int().describe('Number of tasks.'),
        trigger: z.enum(['manual', 'automatic']).describe('How a run starts.'),
        url: z.string().describe('Its page within the portal.'),
      }),
    )
    .describe('Every template, by type.'),
});

// The types name our keys alone, so that a misspelt one is an error where it is read.
export type TaskDefinition = z.output<z.ZodObject<typeof TASK>>;
export type WorkflowTemplate = z.output<z.ZodObject<typeof TEMPLATE>> & {
  taskDefinitions: TaskDefinition[];
};
export type TemplateIndex = z.output<typeof templateIndex>;
