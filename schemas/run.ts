/**
 * A run as work engines keep it, and what can happen to it: the state that `transition` of
 * `opsbook/workflow` takes and returns, and its events.
 */
import { z } from 'zod';
import { FIELD_TYPES } from './fields.ts';
import { plan, plannedTask } from './plan.ts';
import { PRIORITIES, PROOF_TYPES } from './task-template.ts';

const words = z.string().regex(/\S/, 'a text that is not blank');
const occasion = z.string().describe('A date, or date and time with offset (RFC 3339).');
const anyJson = z.json().meta({ id: 'Json' });
const answers = z.record(z.string(), z.union([z.string(), z.number()]));
const refId = words.describe('Task of the run.');
const anyRefId = refId.optional().describe('Task of the run; the run itself without it.');
const comment = z.string().optional().describe('What there is to say.');

export const actor = z.strictObject({
  kind: z.enum(['person', 'agent', 'program', 'system']).describe('What kind of actor it is.'),
  id: words.describe('Its identity.'),
  name: z.string().optional().describe('Its name, for people.'),
  onBehalfOf: words.optional().describe('Id of whom it acts for.'),
});

const evidence = z.strictObject({
  link: z.string().optional().describe('Address the task produced.'),
  files: z.array(z.string()).optional().describe('Names or addresses of files.'),
  comment: z.string().optional().describe('Words of the operator.'),
  externalStatus: z.string().optional().describe('What another system says.'),
  approvedArtifacts: z.array(z.string()).optional().describe('Artifacts somebody approved.'),
});
const evidenceOfEvent = evidence.extend({
  bundleLinks: z
    .union([
      z.record(z.string(), z.string()),
      z.array(
        z.strictObject({
          name: z.string().describe('Name of the link.'),
          url: z.string().describe('Its address.'),
        }),
      ),
    ])
    .optional()
    .describe('Links of the run, name → address.'),
});

const blocker = z.strictObject({
  run: words.describe('Id of the run.'),
  refId: words.optional().describe('Task of it; the whole run without one.'),
});

/** `at`, `by` and `commandId` are those of every event. */
function event<Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) {
  return z.strictObject({
    type: z.literal(type).describe('What happens.'),
    at: occasion.describe('When it happened.'),
    by: actor.optional().describe('Who acts.'),
    commandId: words.optional().describe('Identity of the command among those of its actor.'),
    ...shape,
  });
}

const newTask = plannedTask.partial().extend({
  description: words.describe('What is to be done.'),
  date: z.string().describe('Due date, YYYY-MM-DD.'),
  personId: words.optional().describe('Who does it.'),
  source: z.enum(['operator', 'recovered']).optional().describe('Where it comes from.'),
});

export const runEvent = z.discriminatedUnion('type', [
  event('complete', {
    refId,
    evidence: evidenceOfEvent.optional().describe('What there is to show.'),
    form: answers.optional().describe('Answers to the form of the task.'),
  }),
  event('skip', {
    refId,
    comment,
    externalStatus: z.string().optional().describe('What another system says.'),
  }),
  event('reopen', { refId, comment }),
  event('verdict', {
    refId,
    verdict: z.enum(['pass', 'fail']).describe('What it says.'),
    comment,
    form: answers.optional().describe('Answers to the form of the task.'),
  }),
  event('wait', {
    refId,
    waitingFor: words.describe('Whom or what it waits for.'),
    followUpAt: z.string().describe('Day to ask again, YYYY-MM-DD.'),
    comment: words.describe('What was asked.'),
  }),
  event('follow-up-sent', {
    refId,
    followUpAt: z.string().describe('Day to ask once more, YYYY-MM-DD.'),
    comment,
  }),
  event('unblock', { refId, comment }),
  event('put-off', {
    refId,
    to: z.string().describe('The later day, YYYY-MM-DD.'),
    reason: words.describe('Why.'),
  }),
  event('assign', {
    refId,
    personId: words.nullable().describe('Who does it; null for nobody.'),
    roleId: words.optional().describe('Role it goes to.'),
  }),
  event('claim', { refId, until: z.string().describe('Moment the lease ends, with offset.') }),
  event('release', { refId, reason: z.string().optional().describe('Why.') }),
  event('start', { refId }),
  event('tick', {
    refId,
    step: words.describe('Hash of the step of its document.'),
    done: z.boolean().describe('Whether it is done, or to do again.'),
  }),
  event('set-evidence', { refId, evidence: evidenceOfEvent.describe('Replaces the keys given.') }),
  event('correct', {
    refId,
    of: words.describe('Command that is taken back.'),
    reason: words.describe('Why.'),
  }),
  event('set-link', {
    name: words.describe('Name of the link.'),
    url: z.string().describe('Its address; blank for none.'),
  }),
  event('set-input', {
    name: words.describe('Name of the input.'),
    value: z.union([z.string(), z.number()]).describe('Its answer; blank for none.'),
  }),
  event('comment', { refId: anyRefId, text: words.describe('What is said.') }),
  event('attach', {
    refId: anyRefId,
    attachmentId: words.describe('Identity of the file.'),
    name: words.describe('Its name.'),
  }),
  event('re-anchor', {
    anchor: z.string().describe('The other anchor date, YYYY-MM-DD.'),
    reason: z.string().optional().describe('Why.'),
  }),
  event('add-task', { task: newTask.describe('The task, as planned.') }),
  event('rename', { title: words.describe('The other title.') }),
  event('approve', { comment }),
  event('cancel', { reason: words.describe('Why.') }),
  event('set-priority', {
    refId: anyRefId,
    priority: z.enum(PRIORITIES).describe('Order among ready tasks.'),
  }),
  event('set-group', { group: words.nullable().describe('Such as a milestone; null for none.') }),
  event('set-blockers', {
    refId: anyRefId,
    blockedBy: z.array(blocker).describe('Work in other runs that has to be closed before.'),
  }),
  event('adopt', {
    templateHash: words.describe('Version that is adopted.'),
    from: words.describe('Version that the run has before.'),
    changes: z
      .strictObject({
        run: z.record(z.string(), anyJson).optional().describe('Keys of the run.'),
        tasks: z
          .array(
            z.strictObject({
              refId,
              set: z.record(z.string(), anyJson).describe('Key → value.'),
            }),
          )
          .optional()
          .describe('Keys of its open tasks; null takes one away.'),
        add: z.array(plannedTask).optional().describe('Tasks that are new.'),
        archive: z.array(z.string()).optional().describe('Open tasks that are gone.'),
      })
      .describe('All that changes, as a preview wrote it.'),
  }),
]);

const act = { at: occasion, by: actor.optional().describe('Who did it.') };
const eventNumber = z.int().describe('Number of the event in the run, from 1.');
const attachments = z
  .array(
    z.strictObject({
      ...act,
      attachmentId: z.string().describe('Identity of the file.'),
      name: z.string().describe('Its name.'),
    }),
  )
  .optional()
  .describe('Files.');
const priority = z.enum(PRIORITIES).optional().describe('Order among ready tasks.');
const blockedBy = z.array(blocker).optional().describe('Work in other runs that blocks it.');
export const missing = z.array(
  z.strictObject({
    kind: z.enum(['link', 'file', 'bundle-link', 'proof', 'answer']).describe('What it is.'),
    name: z.string().describe('As the operator knows it.'),
    type: z.enum([...PROOF_TYPES, ...FIELD_TYPES]).describe('Form it takes.'),
    field: z.string().optional().describe('Name of the field of the form.'),
  }),
);

export const runTask = plannedTask.extend({
  status: z.enum(['todo', 'waiting', 'done', 'skipped']).describe('Where it stands.'),
  source: z.enum(['template', 'recovered', 'operator']).describe('Where it comes from.'),
  personId: z.string().optional().describe('Who does it.'),
  claim: z
    .strictObject({
      at: occasion,
      by: actor.describe('Whose it is.'),
      until: z.string().describe('Moment it ends.'),
    })
    .optional()
    .describe('Lease of an actor, until a moment.'),
  started: z.strictObject(act).optional().describe('When work on it began.'),
  ticks: z
    .array(z.strictObject({ ...act, step: z.string().describe('Hash of the step.') }))
    .optional()
    .describe('Steps of its document that are done.'),
  firstDate: z.string().optional().describe('Date before it was put off.'),
  evidence: evidence.optional().describe('What it has to show; links are those of the run.'),
  answers: answers.optional().describe('Answers of its form, by name of the field.'),
  waiting: z
    .strictObject({
      waitingFor: z.string().describe('For whom or what.'),
      followUpAt: z.string().describe('Day to ask again.'),
      comment: z.string().describe('What was asked.'),
    })
    .optional()
    .describe('While it waits: for whom, until which day, what was asked.'),
  resumedAt: occasion.optional().describe('When the waiting ended last.'),
  skip: z
    .strictObject({
      comment: z.string().optional().describe('Words of the operator.'),
      externalStatus: z.string().optional().describe('What another system says.'),
    })
    .optional()
    .describe('Why it was left out.'),
  closed: z
    .strictObject({ ...act, eventNumber })
    .optional()
    .describe('When and by whom it was closed.'),
  verdicts: z
    .array(
      z.strictObject({
        ...act,
        verdict: z.enum(['pass', 'fail']).describe('What it says.'),
        comment: z.string().optional().describe('Why.'),
        corrected: z.literal(true).optional().describe('Whoever gave it took it back.'),
      }),
    )
    .optional()
    .describe('Every verdict given here, oldest first.'),
  reopened: z.literal(true).optional().describe('It was closed before.'),
  lostEvidence: missing.optional().describe('What was taken away after it was closed.'),
  blockedBy,
  attachments,
  lastAct: z
    .strictObject({
      ...act,
      commandId: z.string().optional().describe('Its command.'),
      eventNumber,
      type: z.string().describe('Type of the event.'),
      changes: z
        .array(
          z.strictObject({
            refId: z.string().optional().describe('Task that the key is of.'),
            link: z.string().optional().describe('Link of the run that the key is of.'),
            key: z.string().describe('Key that changed.'),
            before: anyJson.optional().describe('Its value before; absent if it had none.'),
            after: anyJson.optional().describe('Its value after; absent if it has none.'),
          }),
        )
        .describe('All that it changed.'),
    })
    .optional()
    .describe('The last event that changed it on purpose, and all that it changed.'),
});

export const run = plan.extend({
  id: z.string().optional().describe('Its identity among runs.'),
  startedAt: z.string().optional().describe('Moment it was created.'),
  status: z.enum(['active', 'done', 'cancelled']).optional().describe('Absent before any event.'),
  stageBefore: z.string().optional().describe('Stage it was in before it was done.'),
  firstAnchorDate: z.string().optional().describe('Anchor it was planned for.'),
  approved: z.strictObject(act).optional().describe('When and by whom it was approved.'),
  cancelled: z
    .strictObject({ ...act, reason: z.string().describe('Why.') })
    .optional()
    .describe('When, by whom and why it was cancelled.'),
  priority,
  group: z.string().optional().describe('What it belongs to, such as a milestone.'),
  blockedBy,
  attachments,
  archived: z.array(runTask).optional().describe('Tasks that an adopted version does not have.'),
  eventCount: z.int().optional().describe('How many events were accepted.'),
  tasks: z.array(runTask).describe('Its tasks, by the date they were planned for.'),
  history: z
    .array(
      z.strictObject({
        event: runEvent.describe('What happened.'),
        effects: z
          .array(z.looseObject({ type: z.string().describe('Kind of the effect.') }))
          .describe('What came of it.'),
      }),
    )
    .optional()
    .describe('Every accepted event, oldest first; it may be kept elsewhere.'),
});
