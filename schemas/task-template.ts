/**
 * The authored form of an executable workflow: what a curator writes under `template:`
 * in the frontmatter of a `task-template` document. Anything that can be derived is left
 * out here and derived by the compiler (see `workflow-template.ts` for its output).
 */
import { z } from 'zod';
import { formField, runInput } from './fields.ts';
import { mapping } from './mapping.ts';
import {
  calendarDate,
  duration,
  httpUrl,
  linkTarget,
  reference,
  slug,
  systemName,
  text,
  timeOfDay,
  timeZone,
  wholeNumber,
  wholeNumberFromZero,
  yesNo,
} from './scalars.ts';
import { authoredValidation } from './task-validation.ts';
import { isWellFormed } from './well-formed.ts';

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
export const DEFAULT_STAGES = ['preparation', 'announced', 'after-event', 'done'] as const;

/** Stands for the zone of the value that a run is for, such as the developer's own. */
export const EACH_ZONE = 'each';
const zoneOrEach = z.union([z.literal(EACH_ZONE), timeZone], {
  error: 'an IANA time zone such as `Europe/Berlin`, or `each`',
});

const weekday = z.enum(WEEKDAYS, { error: 'a weekday such as `wednesday`' });

export const namedUrl = mapping({
  name: text.describe('Name shown for the link.'),
  url: linkTarget.describe('Address of the page, or a document or path.'),
});

export const anchor = mapping({
  label: text.describe('What the anchor date is, e.g. "Planned publication date".'),
  weekday: weekday.optional().describe('Weekday the anchor date usually falls on.'),
  time: timeOfDay.optional().describe('Time of day the anchor means, HH:MM in `timeZone`.'),
  timeZone: zoneOrEach
    .optional()
    .describe('IANA time zone of the times, or `each`: that of the value a run is for.'),
});

export const manualTrigger = mapping({
  type: z.literal('manual').describe('A person starts each run.'),
});

export const automaticTrigger = mapping({
  type: z.literal('automatic').describe('A schedule starts each run.'),
  schedule: text.describe('Cron expression with five fields, in `timeZone`.'),
  timeZone: zoneOrEach
    .optional()
    .describe(
      'IANA time zone the schedule is read in, or `each`: that of each value; default UTC.',
    ),
  leadDays: wholeNumberFromZero
    .default(0)
    .describe('Calendar days from the day the schedule fires to the anchor date.'),
  enabled: yesNo.default(true).describe('Whether the schedule creates runs.'),
});

export const trigger = z.discriminatedUnion('type', [manualTrigger, automaticTrigger], {
  error: 'a trigger whose `type` is `manual` or `automatic`',
});

export const calendar = mapping({
  onNonWorkingDay: z
    .enum(['keep', 'previous', 'next', 'nearest'], {
      error: '`keep`, `previous`, `next` or `nearest`',
    })
    .default('keep')
    .describe('Where a due date moves that falls on a day off; nearest resolves ties backwards.'),
  workdays: z
    .array(weekday)
    .min(1, 'at least one workday')
    .optional()
    .describe('Working days of the week; default Monday to Friday.'),
  holidays: z.array(calendarDate).optional().describe('Days off beside the weekend.'),
});

export const phase = mapping({
  id: slug.describe('Identity of the phase within the template.'),
  name: text.describe('Name shown to the operator.'),
  stage: slug.describe('Stage a run is in during this phase.'),
});

export const PROOF_TYPES = ['url', 'file', 'artifact', 'comment', 'external-status'] as const;

export const proofRequirement = mapping({
  type: z
    .enum(PROOF_TYPES, { error: '`url`, `file`, `artifact`, `comment` or `external-status`' })
    .describe('Form the evidence takes.'),
  label: text.describe('What the evidence shows, in words the operator sees.'),
  required: yesNo.describe('Whether the task stays open until the evidence exists.'),
});

export const waiting = mapping({
  for: text.describe('Whom or what the task may wait for.'),
  followUpDays: wholeNumber
    .min(1, 'a whole number of 1 or more')
    .describe('Calendar days until the follow-up is due, unless the operator names a date.'),
});

export const reminder = mapping({
  after: duration.describe('ISO 8601 duration from the due moment, at most 100 years.'),
  to: slug.describe('Role that is told.'),
  kind: z
    .enum(['nag', 'escalate'], { error: '`nag` or `escalate`' })
    .describe('Reminder to the assignee, or escalation to another role.'),
});

export const humanGate = z.union(
  [
    text,
    mapping({
      reason: text.describe('Why a person must act.'),
      when: z
        .strictObject({
          refId: slug.describe('Task whose form decides.'),
          field: slug.describe('Field of that form.'),
          anyOf: z
            .array(text)
            .min(1, 'at least one answer')
            .describe('Answers that ask for a person.'),
        })
        .optional()
        .describe('When a person is needed; without an answer one is. Default always.'),
    }),
  ],
  { error: 'a text, or a mapping with `reason` and `when`' },
);

export const approval = mapping({
  of: z.array(slug).min(1, 'at least one task').describe('Tasks that the verdict is about.'),
});

export const extensions = z
  .record(z.string(), z.json())
  .refine(isWellFormed, { error: 'a mapping with texts of whole Unicode characters' });

/** What has its place in a structured validation, and none in one that is a sentence. */
const STRUCTURED_ONLY = [
  'waiting',
  'atRiskWhen',
  'operatorAction',
  'completionProof',
  'requiredBundleLinks',
] as const;

/** About ten years; no plan reaches further, and date arithmetic stays cheap. */
const MAX_DAYS = 3650;
const offset = wholeNumber
  .min(-MAX_DAYS, `a whole number from -${MAX_DAYS} to ${MAX_DAYS}`)
  .max(MAX_DAYS, `a whole number from -${MAX_DAYS} to ${MAX_DAYS}`);

export const PRIORITIES = ['critical', 'high', 'normal'] as const;

const taskFields = mapping({
  refId: slug.describe('Stable identity of the task within the template.'),
  description: text.describe('What is to be done, as the operator reads it.'),
  offsetDays: offset
    .optional()
    .describe('Due date in calendar days from the anchor; negative is before.'),
  offsetWorkdays: offset
    .optional()
    .describe('Due date in workdays from the anchor; negative is before.'),
  time: timeOfDay.optional().describe('Time of day the task is due.'),
  phase: slug.optional().describe('Phase the task belongs to, in a template with phases.'),
  assignee: slug.optional().describe('Role that does the task; default the template’s.'),
  isMilestone: yesNo.optional().describe('Whether the task marks a milestone of the run.'),
  stageOnComplete: slug.optional().describe('Stage the run moves to when the task is done.'),
  instructionDocId: reference.optional().describe('Document that says how to do the task.'),
  instructionStepId: z
    .union([text, z.number()], { error: 'a step name such as `upload-audio`' })
    .transform(String)
    .optional()
    .describe('Step of that document: its name, or its ordinal.'),
  instructionsUrl: httpUrl.optional().describe('External instructions, used as a fallback.'),
  systems: z.array(systemName).optional().describe('Tools the task is done in.'),
  requiredLinkName: text.optional().describe('Link the task must produce.'),
  requiresFile: yesNo.optional().describe('Whether the task must produce a file.'),
  proofRequirement: proofRequirement.optional().describe('Evidence that the task is done.'),
  requiredBundleLinks: z
    .array(text)
    .optional()
    .describe('Links of the run that must exist when the task is completed.'),
  waiting: waiting.optional().describe('Whether and how the task may wait.'),
  atRiskWhen: z.array(text).optional().describe('Signs that the task is at risk.'),
  operatorAction: text.optional().describe('Action, where it differs from the description.'),
  completionProof: text.optional().describe('Proof, where it differs from the proof label.'),
  validation: authoredValidation
    .optional()
    .describe('A sentence, or keys merged over the derived validation.'),
  dependsOn: z.array(slug).optional().describe('Tasks that must be done before.'),
  priority: z
    .enum(PRIORITIES, { error: '`critical`, `high` or `normal`' })
    .optional()
    .describe('Order among ready tasks.'),
  humanGate: humanGate.optional().describe('Why a person must act here, and perhaps when.'),
  form: z
    .array(formField)
    .min(1, 'at least one field')
    .optional()
    .describe('What is asked when the task is completed.'),
  approval: approval.optional().describe('Makes the task a verdict on other tasks.'),
  notBy: z
    .array(slug)
    .min(1, 'at least one task')
    .optional()
    .describe('Tasks whose closers may not close this one.'),
  optional: yesNo.optional().describe('Whether a run may end without the task.'),
  reminders: z.array(reminder).optional().describe('Reminders after the due moment.'),
  extensions: extensions
    .optional()
    .describe('Keys that a work engine keeps for itself, passed on beside the others.'),
});

export const authoredTask = taskFields
  .refine((task) => (task.offsetDays === undefined) !== (task.offsetWorkdays === undefined), {
    error: 'a task with either `offsetDays` or `offsetWorkdays`',
    path: ['offsetDays'],
  })
  .refine(
    ({ validation, ...task }) =>
      typeof validation !== 'string' || STRUCTURED_ONLY.every((key) => task[key] === undefined),
    {
      error: `a mapping, because the task also has one of ${STRUCTURED_ONLY.map((key) => `\`${key}\``).join(', ')}`,
      path: ['validation'],
    },
  );

const templateFields = mapping({
  type: slug.describe('Unique name of the workflow; names its JSON file.'),
  emoji: z
    .string({ error: 'a text' })
    .refine(isWellFormed, { error: 'a text of whole Unicode characters' })
    .optional()
    .describe('Emoji shown beside the name; may be empty.'),
  tags: z.array(text).default([]).describe('Tags copied to each run.'),
  references: z.array(namedUrl).default([]).describe('Links copied to each run.'),
  sourceDocIds: z.array(reference).default([]).describe('Documents the workflow was made from.'),
  anchor: anchor.describe('The date every due date is counted from.'),
  trigger: trigger.describe('How a run starts.'),
  calendar: calendar.optional().describe('How due dates avoid days off.'),
  roles: z.record(slug, text).default({}).describe('Role slug → name shown.'),
  defaultAssignee: slug.optional().describe('Role of tasks that name none.'),
  forEach: z.array(slug).min(1, 'at least one dimension').optional().describe('One run per value.'),
  bundleLinkDefinitions: z
    .array(mapping({ name: text.describe('Name of the link.') }))
    .default([])
    .describe('Links a run must collect.'),
  runTitle: text
    .optional()
    .describe('Title of a run; `{name}` stands for an input. Default name and anchor.'),
  inputs: z.array(runInput).optional().describe('What is asked when a run is started.'),
  requiresApproval: yesNo
    .optional()
    .describe('Whether a run is approved before its tasks are handed out.'),
  phases: z
    .array(phase)
    .min(1, 'at least one phase')
    .optional()
    .describe('Phases, in order; without them the tasks are one phase without a name.'),
  stages: z
    .array(slug)
    .min(1, 'at least one stage')
    .default([...DEFAULT_STAGES])
    .describe('Stages of a run, in order.'),
  doneCriteria: z.array(text).default([]).describe('When the run counts as done.'),
  tasks: z.array(authoredTask).min(1, 'at least one task').describe('Tasks, in reading order.'),
  extensions: extensions
    .optional()
    .describe('Keys that a work engine keeps for itself, passed on beside the others.'),
});

/** Either everything has a phase, or nothing has. */
export const authoredTemplate = templateFields.superRefine(({ phases, tasks }, context) => {
  const isPhased = ({ phase }: { phase?: string | undefined }) => phase !== undefined;
  if (phases === undefined) {
    if (!tasks.some(isPhased)) return;
    const message = 'the list of the phases that tasks of it name';
    context.addIssue({ code: 'custom', path: ['phases'], message });
    return;
  }
  for (const [index, task] of tasks.entries()) {
    if (isPhased(task)) continue;
    const message = 'the `id` of one of the `phases`, like every task of a template that has any';
    context.addIssue({ code: 'custom', path: ['tasks', index, 'phase'], message });
  }
});

export type AuthoredTemplate = z.output<typeof authoredTemplate>;
export type AuthoredTask = z.output<typeof authoredTask>;
