/** One dated run of a workflow, as `opsbook plan --format json` prints it. */
import { z } from 'zod';
import { runInput } from './fields.ts';
import { calendar, namedUrl, phase } from './task-template.ts';
import { taskDefinition } from './workflow-template.ts';

export const plannedTask = taskDefinition.extend({
  date: z.string().describe('Due date, YYYY-MM-DD, after rolling off a day off.'),
  timeZone: z.string().optional().describe('IANA zone of `time`.'),
  status: z.literal('todo').describe('Where every task of a plan begins.'),
  source: z.literal('template').describe('Where the task comes from.'),
  patterns: z
    .strictObject({
      description: z.string().optional().describe('What is to be done.'),
      operatorAction: z.string().optional().describe('What the operator does.'),
      completionProof: z.string().optional().describe('What shows that it is done.'),
    })
    .optional()
    .describe('Texts before placeholders were filled in; only those that have some.'),
});

export const plan = z.strictObject({
  title: z.string().describe('Title of the run.'),
  titlePattern: z
    .string()
    .optional()
    .describe('Title before placeholders were filled in, if it has some.'),
  anchorDate: z.string().describe('Date every due date is counted from, YYYY-MM-DD.'),
  templateId: z.string().describe('Id of the document the template is written in.'),
  templateType: z.string().describe('Type of the workflow.'),
  contentHash: z.string().describe('Version of the template the run is made from.'),
  emoji: z.string().optional().describe('Emoji shown beside the name.'),
  stages: z.array(z.string()).describe('Stages of the run, in order.'),
  stage: z.string().describe('Stage the run begins in.'),
  tags: z.array(z.string()).describe('Tags of the template.'),
  phases: z.array(phase).optional().describe('Phases, in order.'),
  references: z.array(namedUrl).describe('Links of the template.'),
  roles: z.record(z.string(), z.string()).describe('Role slug → name.'),
  doneCriteria: z.array(z.string()).describe('When the run counts as done.'),
  requiresApproval: z
    .boolean()
    .optional()
    .describe('Whether the run is approved before its tasks are handed out.'),
  calendar: calendar.optional().describe('How due dates avoid days off, those of the value too.'),
  inputDefinitions: z.array(runInput).optional().describe('What is asked when a run is started.'),
  inputs: z
    .record(z.string(), z.union([z.string(), z.number()]))
    .optional()
    .describe('Name of an input → its answer.'),
  timeZone: z.string().optional().describe('IANA zone of what the run is for.'),
  daysOff: z.array(z.string()).optional().describe('Days off of what the run is for.'),
  for: z
    .record(z.string(), z.string())
    .optional()
    .describe('Dimension → value the run is for, as the template names its dimensions.'),
  bundleLinks: z
    .array(
      z.strictObject({
        name: z.string().describe('Name of the link.'),
        url: z.string().describe('Its address, empty until it is known.'),
      }),
    )
    .describe('Links the run collects.'),
  tasks: z.array(plannedTask).describe('Tasks by date, those of one day in authored order.'),
});
