/** Runs of every kind, and what may be tried on them: sensible, late, forbidden and malformed. */
import { planWorkflow } from '../../../src/workflow/plan/plan.ts';
import type { Evidence } from '../../../src/workflow/run/check-completion.ts';
import type { Run, RunTask } from '../../../src/workflow/run/run.ts';
import type { Actor, RunEvent } from '../../../src/workflow/run/run-event.ts';
import { transition } from '../../../src/workflow/run/transition.ts';
import fc from '../../support/generated.ts';
import {
  compileRuntimeTemplate,
  RUNTIME_TEMPLATES,
  readRuntimeTemplate,
} from '../runtime-template.ts';
import { ADDRESS, deepFreeze, smallRun } from './run-fixture.ts';

const NOTE = 'no book';
const WAITING = { for: 'reply', followUpDays: 2 };

/** One task of every kind, so that most sequences of events get somewhere. */
export const mixed = smallRun(
  [
    { requiredLinkName: 'Video', waiting: WAITING, stageOnComplete: 'announced' },
    {
      proofRequirement: { type: 'comment', label: 'Sent', required: true },
      requiredBundleLinks: ['Video'],
      waiting: WAITING,
      dependsOn: ['task-0'],
      stageOnComplete: 'after-event',
    },
    { requiresFile: true, optional: true, waiting: WAITING },
    {
      proofRequirement: { type: 'external-status', label: 'Booked', required: true },
      validation: { skipClosure: { allowedStatuses: [NOTE] } },
      humanGate: 'Money moves.',
    },
    { stageOnComplete: 'done' },
  ],
  { bundleLinkDefinitions: [{ name: 'Video' }] },
);

/** Work that is asked, judged twice and kept apart. */
export const judged: Run = {
  ...smallRun([
    {
      form: [
        { name: 'risk', label: 'Risk', type: 'choice', choices: ['low', 'high'], required: true },
        { name: 'hours', label: 'Hours', type: 'number' },
      ],
      stageOnComplete: 'announced',
    },
    { approval: { of: ['task-0'] }, notBy: ['task-0'], stageOnComplete: 'after-event' },
    { approval: { of: ['task-0', 'task-1'] }, notBy: ['task-0', 'task-1'] },
    {
      dependsOn: ['task-2'],
      humanGate: {
        reason: 'It is risky.',
        when: { refId: 'task-0', field: 'risk', anyOf: ['high'] },
      },
    },
    { optional: true, approval: { of: ['task-0'] } },
  ]),
  inputDefinitions: [{ name: 'tool', label: 'Tool', type: 'text' }],
  title: '{tool} on 2026-07-22',
  titlePattern: '{tool} on {anchor}',
};
const real = RUNTIME_TEMPLATES.map((name) =>
  planWorkflow(compileRuntimeTemplate(readRuntimeTemplate(name)), { anchor: '2026-07-22' }),
);
export const runs = fc.constantFrom<Run[]>(mixed, judged, mixed, judged, ...real);

const actors = fc.constantFrom<Actor[]>(
  { kind: 'person', id: 'pat', name: 'Pat' },
  { kind: 'person', id: 'ada' },
  { kind: 'agent', id: 'bot', name: 'Bot' },
  { kind: 'agent', id: 'arm', onBehalfOf: 'pat' },
);
const texts = fc.constantFrom('', '  ', 'Sent.', NOTE, ADDRESS);
const dates = fc.constantFrom('2026-07-20', '2026-07-25', '2026-06-30', '2026-02-30', '');
const evidences: fc.Arbitrary<Evidence> = fc.record(
  {
    link: fc.constantFrom(ADDRESS, ADDRESS, '', 'no address'),
    files: fc.constantFrom(['a.pdf'], ['a.pdf'], [], [' ']),
    comment: texts,
    externalStatus: texts,
    approvedArtifacts: fc.constantFrom(['cut'], []),
  },
  { requiredKeys: [] },
);
const forms = fc.record(
  {
    risk: fc.constantFrom('low', 'high', 'low', 'none', ''),
    hours: fc.constantFrom(2, '3', ' '),
  },
  { requiredKeys: [] },
);

/** Ids of commands that come again, are sent with other words, or are corrected. */
const slips = fc.integer({ min: 1, max: 12 }).map((number) => `c${number}`);

function eventsOf(run: Run): fc.Arbitrary<RunEvent> {
  const happening = {
    at: fc.constantFrom('2026-07-01', '2026-07-02T10:00:00+02:00', '2026-07-03T09:00:00Z'),
    by: actors,
    commandId: fc.oneof(slips, { weight: 3, arbitrary: fc.uuid() }),
  };
  const refIds = fc.constantFrom('nobody', 'added-1', ...run.tasks.map(({ refId }) => refId));
  const task = { ...happening, refId: refIds };
  const names = fc.constantFrom('Nothing', ...run.bundleLinks.map((link) => link.name));
  const type = <Type extends string>(value: Type) => fc.constant(value);
  const anyPlace = { requiredKeys: ['at', 'by', 'commandId', 'type'] as never[] };
  const each: readonly fc.Arbitrary<object>[] = [
    fc.record({
      ...task,
      type: type('wait'),
      waitingFor: texts,
      followUpAt: dates,
      comment: texts,
    }),
    fc.record({ ...task, type: type('follow-up-sent'), followUpAt: dates, comment: texts }),
    fc.record({ ...task, type: fc.constantFrom('unblock', 'reopen', 'start') }),
    fc.record({ ...task, type: type('skip'), comment: texts }),
    fc.record({ ...task, type: type('set-evidence'), evidence: evidences }),
    fc.record({ ...task, type: type('put-off'), to: dates, reason: texts }),
    fc.record({ ...task, type: type('assign'), personId: fc.constantFrom('ada', null, '') }),
    fc.record({
      ...task,
      type: type('claim'),
      until: fc.constantFrom('2026-07-02T11:00:00Z', '2026-07-04T09:00:00Z', 'soon'),
    }),
    fc.record({ ...task, type: type('release'), reason: texts }),
    fc.record({
      ...task,
      type: type('tick'),
      step: fc.constantFrom('sha256:01', 'sha256:02', ''),
      done: fc.boolean(),
    }),
    fc.record({
      ...task,
      type: type('correct'),
      of: slips,
      reason: texts,
    }),
    fc.record({
      ...happening,
      type: type('set-link'),
      name: names,
      url: fc.constantFrom(ADDRESS, ''),
    }),
    fc.record({
      ...happening,
      type: type('set-input'),
      name: fc.constantFrom('tool', 'author'),
      value: fc.constantFrom('GraphQL', 3, ''),
    }),
    fc.record({ ...task, type: type('comment'), text: texts }, anyPlace),
    fc.record(
      {
        ...task,
        type: type('attach'),
        attachmentId: fc.constantFrom('a', 'b'),
        name: texts,
      },
      anyPlace,
    ),
    fc.record({ ...happening, type: type('re-anchor'), anchor: dates, reason: texts }),
    fc.record({
      ...happening,
      type: type('add-task'),
      task: fc.record(
        {
          refId: refIds,
          description: texts,
          date: dates,
          dependsOn: fc.array(refIds, { maxLength: 2 }),
          optional: fc.boolean(),
          notBy: fc.array(refIds, { maxLength: 1 }),
          source: fc.constantFrom('operator', 'recovered', 'template'),
        },
        { requiredKeys: ['description', 'date'] },
      ),
    }),
    fc.record({ ...happening, type: type('rename'), title: texts }),
    fc.record({ ...happening, type: type('approve') }),
    fc.record({
      ...task,
      type: type('set-priority'),
      priority: fc.constantFrom('critical', 'low'),
    }),
    fc.record({ ...happening, type: type('set-group'), group: fc.constantFrom('Chat', null, ' ') }),
    fc.record({
      ...task,
      type: type('set-blockers'),
      blockedBy: fc.constantFrom([{ run: 'r-1' }], [], [{ run: '' }]),
    }),
  ];
  const oneOf = fc.oneof(
    {
      weight: 60,
      arbitrary: fc.record({
        ...task,
        type: type('complete'),
        evidence: evidences,
        form: run === judged ? forms : fc.constant({}),
      }),
    },
    {
      weight: 24,
      arbitrary: fc.record({
        ...task,
        type: type('verdict'),
        verdict: fc.constantFrom('pass', 'pass', 'fail'),
        comment: texts,
      }),
    },
    ...each.map((arbitrary) => ({ weight: 4, arbitrary })),
    { weight: 1, arbitrary: fc.record({ ...happening, type: type('cancel'), reason: texts }) },
  );
  // What is malformed comes here, too, as JSON from elsewhere does.
  return oneOf as fc.Arbitrary<RunEvent>;
}

/** Which tasks an event could be for; without an entry any. */
const FITTING: Partial<Record<RunEvent['type'], (task: RunTask) => unknown>> = {
  complete: ({ status, approval }) => isOpen(status) && !approval,
  verdict: ({ status, approval }) => isOpen(status) && approval,
  skip: ({ status, optional }) => isOpen(status) && optional,
  reopen: ({ status }) => !isOpen(status),
  wait: ({ status, validation }) =>
    isOpen(status) && typeof validation === 'object' && validation.waitingAllowed,
  'follow-up-sent': ({ waiting }) => waiting,
  unblock: ({ waiting }) => waiting,
  release: ({ claim }) => claim,
  correct: ({ lastAct }) => lastAct,
};

function isOpen(status: RunTask['status']): boolean {
  return status === 'todo' || status === 'waiting';
}

/** The event for a task that it could be for, if there is one. */
function aim(run: Run, event: RunEvent, nth: number): RunEvent {
  const fits = FITTING[event.type];
  const fitting = fits ? run.tasks.filter(fits) : [];
  const task = fitting[nth % fitting.length];
  if (!task) return event;
  const { refId, lastAct } = task;
  const of = lastAct?.commandId ?? 'c0';
  // Only types of one task have an entry.
  return { ...event, refId, ...(event.type === 'correct' && { of }) } as RunEvent;
}

/** A run and what is tried on it; most events are for tasks that they could be for. */
export const stories = runs.chain((run) =>
  fc
    .array(fc.tuple(eventsOf(run), fc.nat(12)), { maxLength: 60, size: 'max' })
    .map((moves): [Run, RunEvent[]] => {
      let state = run;
      const events = moves.map(([event, nth]) => {
        const aimed = nth === 0 ? event : aim(state, event, nth);
        const outcome = transition(state, aimed);
        if (!('refused' in outcome)) state = outcome.run;
        return aimed;
      });
      return [run, events];
    }),
);

/** Any JSON in place of events, near enough to them to be taken for some. */
export const strangeEvents = fc.array(
  fc.oneof(
    fc.jsonValue(),
    eventsOf(mixed).chain((event) =>
      fc
        .tuple(fc.constantFrom(...Object.keys(event), 'note'), fc.jsonValue())
        .map(([key, value]) => ({ ...event, [key]: value })),
    ),
  ),
  { maxLength: 12 },
) as fc.Arbitrary<RunEvent[]>;

/** Every state of the run, the first one included; a refused event leaves the one before. */
export function statesOf(first: Run, events: readonly RunEvent[]): Run[] {
  const states = [deepFreeze(first)];
  for (const event of events) {
    const last = states.at(-1) as Run;
    const outcome = transition(last, deepFreeze(event));
    states.push(deepFreeze('refused' in outcome ? last : outcome.run));
  }
  return states;
}
