/**
 * What schedules of the workspace are told and tell: values that workflows run for, who holds
 * roles, ranges to catch up on. Files and the API take the same.
 */
import { z } from 'zod';
import { calendarDate, slug, text, timeZone } from './scalars.ts';

const MAPPING = { error: 'a mapping' };
const MAX_DAYS_OFF = 1000;
const name = text.refine((value) => value.trim().length <= 200, {
  error: 'a text of at most 200 characters',
});

/** Dimension → value. */
export const dimensions = z
  .record(slug, name, MAPPING)
  .refine((values) => Object.keys(values).length > 0, { error: 'a mapping that is not empty' });

export const registeredValue = z
  .strictObject(
    {
      for: dimensions.describe('Value of each dimension that the workflow runs for.'),
      timeZone: timeZone.optional().describe('Zone of the value, for workflows that say `each`.'),
      daysOff: z
        .array(calendarDate, { error: 'a list of dates' })
        .max(MAX_DAYS_OFF, `a list of at most ${MAX_DAYS_OFF} dates`)
        .optional()
        .describe('Anchor dates on which it has no run.'),
      from: calendarDate.optional().describe('First anchor date that is for it.'),
      until: calendarDate.optional().describe('Last anchor date that is for it.'),
    },
    MAPPING,
  )
  .refine(({ from, until }) => from === undefined || until === undefined || from <= until, {
    path: ['until'],
    error: 'a date that is not before `from`',
  });

export const roleHolding = z.strictObject(
  {
    role: slug.describe('Role of templates.'),
    email: z.string({ error: 'an e-mail address' }).describe('Account of the person.'),
    value: name.optional().describe('Value the role is held for; absent for all.'),
  },
  MAPPING,
);

export const catchUpRequest = z.strictObject(
  {
    from: calendarDate.describe('First day on which triggers fire.'),
    to: calendarDate.describe('Last day; at most 92 days in all.'),
    dryRun: z
      .boolean({ error: '`true` or `false`' })
      .optional()
      .describe('Only tells what would be made.'),
  },
  MAPPING,
);

const schemaVersion = z.literal(1).describe('Version of this format.');
const values = z.record(z.string(), z.string());
const runRef = z.strictObject({
  runId: z.string().optional().describe('Absent of a run that is not made.'),
  type: z.string(),
  anchor: z.string(),
  for: values.optional(),
  title: z.string(),
});
const failure = z.strictObject({
  type: z.string(),
  anchor: z.string().optional().describe('Absent when no run of the trigger can be had.'),
  for: values.optional(),
  runId: z.string().optional(),
  reason: z.string(),
});

export const catchUpAnswer = z.strictObject({
  schemaVersion,
  from: z.string(),
  to: z.string(),
  dryRun: z.boolean(),
  templateCreated: z.array(runRef).describe('Runs that were made.'),
  templateSkipped: z.array(runRef).describe('Runs that were there.'),
  templateRecovered: z
    .array(runRef.extend({ refIds: z.array(z.string()) }))
    .describe('Runs that lacked tasks, with those they were given.'),
  recurringGenerated: z.array(runRef).describe('Runs of one task that were made.'),
  recurringSkipped: z.array(runRef).describe('Runs of one task that were there.'),
  failures: z.array(failure).describe('What cannot be had, and why.'),
});

const firing = z.strictObject({
  firesAt: z.string().describe('Moment, RFC 3339 in UTC.'),
  firesOn: z.string().describe('Day in the zone of the trigger.'),
  anchor: z.string().describe('Anchor date of the run.'),
  for: values.optional(),
});

export const schedulesAnswer = z.strictObject({
  schemaVersion,
  items: z.array(
    z.strictObject({
      type: z.string(),
      name: z.string(),
      emoji: z.string().optional(),
      schedule: z.string().describe('As it is written, in cron.'),
      words: z.string().describe('The same in words.'),
      timeZone: z.string().describe('IANA zone, or `each` for that of each value.'),
      leadDays: z.number().describe('Days from firing to the anchor date.'),
      isOn: z.boolean(),
      values: z.number().optional().describe('How many values it runs for.'),
      readUntil: z.string().optional().describe('Moment up to which it was read.'),
      last: runRef.extend({ startedAt: z.string().optional() }).optional().describe('Newest run.'),
      next: z.array(firing),
      leftOut: z
        .array(firing.extend({ reason: z.enum(['day-off', 'before', 'after']) }))
        .describe('Firings that make no run.'),
      notes: z
        .array(
          z.strictObject({
            id: z.string(),
            at: z.string(),
            type: z.string(),
            for: values.optional(),
            what: z.discriminatedUnion('kind', [
              z.strictObject({
                kind: z.literal('failure'),
                anchor: z.string().optional(),
                reason: z.string(),
              }),
              z.strictObject({
                kind: z.literal('gap'),
                after: z.string(),
                until: z.string(),
              }),
            ]),
          }),
        )
        .describe('What could not be done, until somebody has seen to it.'),
    }),
  ),
});

export const registerAnswer = z.strictObject({
  schemaVersion,
  type: z.string(),
  items: z.array(registeredValue),
});

export const rolesAnswer = z.strictObject({
  schemaVersion,
  items: z.array(
    z.strictObject({
      role: z.string(),
      email: z.string().describe('Empty for an account that there is no longer.'),
      value: z.string().optional(),
    }),
  ),
});
