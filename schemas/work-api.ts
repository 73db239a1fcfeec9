/**
 * The contract of the workspace with programs: what is sent to its API and what comes back. Requests
 * are checked by it, and the OpenAPI document is made of it.
 */
import { z } from 'zod';
import { runInput } from './fields.ts';
import { actor, missing, run, runEvent, runTask } from './run.ts';
import { calendarDate } from './scalars.ts';
import { anchor } from './task-template.ts';

/** Rows of a list at most. */
export const MAX_ROWS = 200;

/** Form of the id of a run: `r` and 100 random bits. */
export const RUN_ID = /^r[0-9a-z]{20}$/;

/** States of an open task, most urgent first. */
export const TASK_STATES = ['follow-up-due', 'overdue', 'today', 'waiting', 'upcoming'] as const;

const STATUSES = ['active', 'done', 'cancelled'] as const;

/** Every `code` of a problem. */
export const PROBLEM_CODES = [
  'invalid',
  'unauthorized',
  'password-change-required',
  'foreign-form',
  'forbidden',
  'not-found',
  'method-not-allowed',
  'refused',
  'exists',
  'stale',
  'too-large',
  'unsupported-media-type',
  'command-reused',
  'too-many-requests',
  'internal-error',
  'busy',
  'unavailable',
] as const;

const schemaVersion = z.literal(1).describe('Version of this format.');
const texts = (what: string) =>
  z.record(z.string(), z.string({ error: 'a text' }), { error: `a mapping of ${what}` });
const WITHIN = { error: `a whole number from 1 to ${MAX_ROWS}` };
const limit = z.coerce
  .number(WITHIN)
  .int(WITHIN)
  .min(1, WITHIN)
  .max(MAX_ROWS, WITHIN)
  .default(50)
  .describe('Rows at most.');
const next = z.string().optional().describe('Address of the next page; absent on the last one.');

export const startRequest = z.strictObject(
  {
    type: z.string({ error: 'the type of a workflow' }).describe('Type of the workflow.'),
    anchor: z
      .string({ error: 'a date such as `2026-07-22`' })
      .describe('Date every due date is counted from, YYYY-MM-DD.'),
    for: texts('values').optional().describe('Dimension → value the run is for.'),
    title: z
      .string({ error: 'a text' })
      .optional()
      .describe('Title; default that of the workflow.'),
    inputs: z
      .record(z.string(), z.union([z.string(), z.number()], { error: 'a text or a number' }), {
        error: 'a mapping of answers',
      })
      .optional()
      .describe('Name of an input → its answer.'),
    links: texts('addresses').optional().describe('Name of a link → its address, as far as known.'),
  },
  { error: 'a mapping' },
);

const onBehalfOf = z
  .string()
  .regex(/\S/, 'a text that is not blank')
  .optional()
  .describe('Id of whom the asker acts for. It is recorded and grants nothing.');

/** An event without what the workspace says of it itself. What it has to be, the rules of runs say. */
export const eventRequest = z.union(
  runEvent.options.map((option) =>
    // Every event has these three, which the compiler does not see through so many.
    (option as (typeof runEvent.options)[0])
      .omit({ at: true, by: true, commandId: true })
      .extend({ onBehalfOf }),
  ),
);

export const runsQuery = z.strictObject({
  status: z
    .enum(STATUSES, { error: '`active`, `done` or `cancelled`' })
    .optional()
    .describe('Only these.'),
  type: z.string().optional().describe('Only of this workflow.'),
  q: z
    .string()
    .max(200, 'a text of at most 200 characters')
    .optional()
    .describe('Words that are all in titles, tasks, links, proof or comments of a run.'),
  limit,
  cursor: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT[\d:.]+Z~r[0-9a-z]{20}$/, 'that of an address in `next`')
    .optional()
    .describe('Where the page begins, as `next` says it.'),
});

export const exportQuery = runsQuery.pick({ status: true, type: true });

export const historyQuery = z.strictObject({
  after: z.coerce
    .number({ error: 'the number of an event' })
    .int({ error: 'the number of an event' })
    .min(-1, { error: 'the number of an event' })
    .default(-1)
    .describe('Only events with a greater number.'),
  limit,
});

export const queueQuery = z.strictObject({
  who: z
    .string()
    .regex(/^(?:me|all|role:[a-z0-9][a-z0-9-]*)$/, '`me`, `all` or a role such as `role:editor`')
    .default('me')
    .describe('Whose tasks: `me`, `all`, or of a role of templates as `role:<slug>`.'),
  on: calendarDate.optional().describe('Day that it is shown for, as it begins; default now.'),
  state: z
    .enum(TASK_STATES, { error: 'a state of an open task' })
    .optional()
    .describe('Only tasks in this state.'),
  limit,
});

export const noQuery = z.strictObject({});

const risk = z.union([
  z.strictObject({ reason: z.literal('missing-evidence').describe('Kind.'), missing }),
  z.strictObject({ reason: z.literal('overdue-dependency').describe('Kind.'), refId: z.string() }),
  z.strictObject({ reason: z.literal('follow-up-due').describe('Kind.') }),
]);

const standing = {
  state: z.enum(TASK_STATES).describe('Where an open task stands now.'),
  missing: missing.describe('What completing it needs beyond what is there.'),
  blockedBy: z.array(z.string()).describe('Open tasks it depends on.'),
  risks: z.array(risk).describe('Reasons to fear for it.'),
};

const summary = z.strictObject({
  status: z.enum(STATUSES).describe('Where the run stands.'),
  stage: z.string().describe('Its stage.'),
  progress: z
    .strictObject({
      closed: z.int().describe('Tasks that are closed.'),
      total: z.int().describe('Tasks in all.'),
    })
    .describe('How far it is.'),
  counts: z.record(z.string(), z.int()).describe('State → number of tasks.'),
  nextDue: z
    .strictObject({
      refId: z.string().describe('Task.'),
      date: z.string().describe('Its day.'),
      time: z.string().optional().describe('Its time.'),
    })
    .optional()
    .describe('The open task that is due first and waits for no other.'),
  risks: z
    .array(z.strictObject({ refId: z.string().describe('Task.'), risk }))
    .describe('Every reason to fear.'),
});

const id = z.string().regex(RUN_ID).describe('Id of the run.');
const version = z.int().min(0).describe('Number of events the run has had.');

export const runAnswer = z.strictObject({
  schemaVersion,
  id,
  version,
  run: run.describe('The run as `opsbook/workflow` takes it.'),
  tasks: z
    .array(runTask.extend({ ...standing, state: standing.state.optional() }))
    .describe('Its tasks in the order of the plan, with where they stand now.'),
  summary: summary.describe('The run in a few figures.'),
});

export const runsAnswer = z.strictObject({
  schemaVersion,
  items: z
    .array(
      z.strictObject({
        id,
        version,
        title: z.string().describe('Title of the run.'),
        type: z.string().describe('Type of its workflow.'),
        anchor: z.string().describe('Its anchor date.'),
        for: z.record(z.string(), z.string()).optional().describe('What it is for.'),
        startedAt: z.string().optional().describe('When it was started.'),
        summary: summary.describe('The run in a few figures.'),
      }),
    )
    .describe('Runs, the newest first.'),
  next,
});

const effects = z
  .array(z.looseObject({ type: z.string().describe('Kind of the effect.') }))
  .describe('What came of it.');

export const eventAnswer = z.strictObject({
  schemaVersion,
  version,
  run: run.describe('The run after it.'),
  effects,
});

export const historyAnswer = z.strictObject({
  schemaVersion,
  items: z
    .array(
      z.strictObject({
        number: z.int().describe('Number of the event in the run, from 0.'),
        sequence: z.int().describe('Its number over all runs.'),
        event: z
          .looseObject({
            type: z.string().describe('What happened.'),
            at: z.string().describe('When.'),
            by: actor.describe('Who acted.'),
            commandId: z.string().describe('Identity of the command among those of its actor.'),
          })
          .describe('The event; the first one is `start-run`.'),
        effects,
      }),
    )
    .describe('Events, the oldest first.'),
  next,
});

export const queueAnswer = z.strictObject({
  schemaVersion,
  day: z.string().describe('Day of the asker.'),
  totals: z.record(z.string(), z.int()).describe('State → number of tasks, beyond the limit too.'),
  items: z
    .array(
      z.strictObject({
        runId: id,
        version,
        title: z.string().describe('Title of the run.'),
        type: z.string().describe('Type of its workflow.'),
        task: runTask.describe('The task.'),
        ...standing,
        daysLate: z.int().optional().describe('Whole days since it was due.'),
      }),
    )
    .describe('Open tasks, most urgent first.'),
});

export const workflowsAnswer = z.strictObject({
  schemaVersion,
  items: z
    .array(
      z.strictObject({
        type: z.string().describe('Type, as a start names it.'),
        name: z.string().describe('Name of the workflow.'),
        emoji: z.string().optional().describe('Emoji shown beside the name.'),
        trigger: z.enum(['manual', 'automatic']).describe('How a run starts.'),
        anchor: anchor.describe('The date every due date is counted from.'),
        inputs: z.array(runInput).describe('What is asked when a run is started.'),
        forEach: z.array(z.string()).describe('Dimensions; one run per value.'),
        links: z.array(z.string()).describe('Names of the links that a run collects.'),
        contentHash: z.string().describe('Version of the template.'),
      }),
    )
    .describe('Workflows, by type.'),
});

const attachment = z.strictObject({
  id: z.string().describe('Id of the attachment, as proof names it.'),
  refId: z.string().optional().describe('Task it is of; the run itself without it.'),
  name: z.string().describe('Its name.'),
  type: z.string().describe('Its media type.'),
  size: z.int().describe('Bytes.'),
  sha256: z.string().describe('Hash of its bytes, in hexadecimal digits.'),
  at: z.string().describe('When it was sent.'),
  by: actor.describe('Who sent it.'),
});

export const attachmentQuery = z.strictObject({
  name: z.string().optional().describe('Name of the file; a form names it itself.'),
  refId: z.string().optional().describe('Task it is of; the run itself without it.'),
});

export const downloadQuery = z.strictObject({
  inline: z.enum(['yes'], { error: '`yes`' }).optional().describe('Shown, where its type may be.'),
});

export const attachmentAnswer = z.strictObject({ schemaVersion, version, attachment });

export const attachmentsAnswer = z.strictObject({
  schemaVersion,
  items: z.array(attachment).describe('Attachments, the oldest first.'),
});

export const problem = z.looseObject({
  type: z.string().describe('`about:blank`: `code` tells problems apart.'),
  title: z.string().describe('The kind of problem, in words.'),
  status: z.int().describe('Status of the response.'),
  code: z.enum(PROBLEM_CODES).describe('The kind of problem, for programs.'),
  detail: z.string().describe('What is wrong and what to do, in a sentence.'),
  field: z.string().optional().describe('Place in the request that it is about.'),
  refusal: z.string().optional().describe('Code of the rule of the run that refused.'),
  refId: z.string().optional().describe('Task it is about.'),
  missing: missing.optional().describe('What there is to show before the task is done.'),
  runId: id.optional().describe('The run that is there already.'),
  current: runAnswer.optional().describe('The run as it is now, when a newer state is in the way.'),
});
