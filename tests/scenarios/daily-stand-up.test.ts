/** The daily stand-up: a report a day, reminded of once, reviewed by a person. */
import {
  planWorkflow,
  type Run,
  type RunEvent,
  remindersBetween,
  transition,
} from 'opsbook/workflow';
import { expect, test } from 'vitest';
import { compileSmall } from '../workflow/runtime-template.ts';
import { ADA, BOT, PAT } from './several-runs.ts';

const report = compileSmall(
  [
    {
      refId: 'submit',
      offsetDays: 0,
      time: '09:30',
      assignee: 'developer',
      form: [
        { name: 'plan', label: 'Plan', type: 'long-text', required: true },
        {
          name: 'schedule',
          label: 'Schedule',
          type: 'choice',
          choices: ['full day', 'part day', 'emergency only', 'unavailable'],
          required: true,
        },
        { name: 'comment', label: 'Comment', type: 'text', required: true },
        { name: 'blockers', label: 'Blockers', type: 'long-text' },
      ],
      reminders: [{ after: 'PT0S', to: 'developer', kind: 'nag' }],
    },
    {
      refId: 'review',
      offsetDays: 0,
      time: '12:00',
      assignee: 'reviewer',
      dependsOn: ['submit'],
      humanGate: 'A person reads every report.',
      reminders: [{ after: 'PT0S', to: 'reviewer', kind: 'nag' }],
    },
    {
      refId: 'escalate',
      offsetDays: 0,
      assignee: 'manager',
      dependsOn: ['submit'],
      optional: true,
    },
  ],
  {
    anchor: { label: 'Day', timeZone: 'Asia/Kolkata' },
    roles: { developer: 'Developer', reviewer: 'Reviewer', manager: 'Delivery manager' },
  },
);
const fresh = planWorkflow(report, { anchor: '2026-07-22' });
const FORM = { plan: 'Finish the parser.', schedule: 'full day', comment: 'On track.' };

function submit(at: string, form: object = FORM): RunEvent {
  return { at, by: ADA, type: 'complete', refId: 'submit', form: form as typeof FORM };
}

function happen(run: Run, ...events: readonly RunEvent[]): Run {
  return events.reduce((state, event) => {
    const outcome = transition(state, event);
    if ('refused' in outcome) throw new Error(outcome.refused);
    return outcome.run;
  }, run);
}

/** Asked every minute of the day, as a ticker does, and each key told once. */
function toldUntil(run: Run, until: string): string[] {
  const told = new Map<string, string>();
  const first = Date.parse('2026-07-22T00:00:00Z');
  const iso = (minute: number) => new Date(first + minute * 60_000).toISOString();
  for (let minute = 1; iso(minute) <= until; minute += 1) {
    const stretch = { after: iso(minute - 1), until: iso(minute), timeZone: 'UTC' };
    for (const { key, at, to, kind } of remindersBetween(run, stretch)) {
      told.set(key, `${at} ${kind} ${to}`);
    }
  }
  return [...told.values()];
}

test('SU-6 Empty after half past nine: the developer is nagged once, and not once submitted', () => {
  expect(toldUntil(fresh, '2026-07-22T03:59:00.000Z')).toEqual([]);
  // Half past nine in Kolkata.
  expect(toldUntil(fresh, '2026-07-22T20:00:00.000Z')).toEqual([
    '2026-07-22T04:00:00Z nag developer',
  ]);
  const submitted = happen(fresh, submit('2026-07-22T03:30:00Z'));
  expect(toldUntil(submitted, '2026-07-22T06:00:00.000Z')).toEqual([]);
});

test('SU-8 Submitted and not reviewed: the reviewer is nagged once', () => {
  const noon = ['2026-07-22T06:30:00Z nag reviewer'];
  const submitted = happen(fresh, submit('2026-07-22T03:30:00Z'));
  expect(toldUntil(submitted, '2026-07-22T20:00:00.000Z')).toEqual(noon);
  const late = happen(fresh, submit('2026-07-22T15:00:00Z'));
  expect(toldUntil(late, '2026-07-22T20:00:00.000Z')).toEqual([
    '2026-07-22T15:00:00Z nag reviewer',
  ]);
  const reviewed = happen(submitted, {
    at: '2026-07-22T05:00:00Z',
    by: PAT,
    type: 'complete',
    refId: 'review',
  });
  expect(toldUntil(reviewed, '2026-07-22T20:00:00.000Z')).toEqual([]);
});

test('SU-13 Every report is reviewed by a person', () => {
  const submitted = happen(fresh, submit('2026-07-22T03:30:00Z'));
  const review = { at: '2026-07-22T05:00:00Z', type: 'complete', refId: 'review' } as const;
  expect(transition(submitted, { ...review, by: BOT })).toMatchObject({ code: 'needs-person' });
  expect(transition(submitted, { ...review, by: PAT })).toHaveProperty('run');
});

test('SU-15 The form asks for plan, schedule and a comment that is not blank', () => {
  const at = '2026-07-22T03:30:00Z';
  const refused = (form: object) => transition(fresh, submit(at, form));
  expect(refused({ ...FORM, comment: ' ' })).toMatchObject({
    code: 'incomplete',
    missing: [{ field: 'comment' }],
  });
  expect(refused({ ...FORM, schedule: 'a bit' })).toMatchObject({
    code: 'invalid',
    field: 'schedule',
  });
  for (const schedule of ['full day', 'part day', 'emergency only', 'unavailable']) {
    expect(refused({ ...FORM, schedule })).toHaveProperty('run');
  }
  const answers = happen(fresh, submit(at)).tasks.find(({ refId }) => refId === 'submit')?.answers;
  expect(answers).toEqual(FORM);
});

test('SU-16 With blockers the manager is asked at once; without, the task may be left out', () => {
  const at = '2026-07-22T03:30:00Z';
  const blocked = transition(fresh, submit(at, { ...FORM, blockers: 'No access to staging.' }));
  expect(blocked).toMatchObject({
    effects: expect.arrayContaining([{ type: 'task-ready', refId: 'escalate' }]),
    run: {
      tasks: expect.arrayContaining([
        expect.objectContaining({
          refId: 'submit',
          answers: expect.objectContaining({ blockers: 'No access to staging.' }),
        }),
      ]),
    },
  });
  const done = happen(fresh, submit(at), { at, by: PAT, type: 'complete', refId: 'review' });
  expect(done.status).toBe('done');
  const skipped = happen(done, { at, type: 'skip', refId: 'escalate', comment: 'No blockers.' });
  expect(skipped.status).toBe('done');
});
