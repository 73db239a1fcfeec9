/** Runs for tests: begun from small templates, moved by events, and frozen so nothing can cheat. */
import { planWorkflow } from '../../../src/workflow/plan/plan.ts';
import type { Evidence } from '../../../src/workflow/run/check-completion.ts';
import type { Refusal } from '../../../src/workflow/run/refusal.ts';
import type { Run, RunTask } from '../../../src/workflow/run/run.ts';
import type { RunEvent } from '../../../src/workflow/run/run-event.ts';
import { transition } from '../../../src/workflow/run/transition.ts';
import { compileSmall } from '../runtime-template.ts';

export const ADDRESS = 'https://example.org/1';
export const AT = '2026-07-01T09:00:00Z';
export const ADA = { kind: 'person', id: 'ada' } as const;
export const BOT = { kind: 'agent', id: 'bot' } as const;
export const ARM = { kind: 'agent', id: 'arm', onBehalfOf: 'bot' } as const;
export const PERSON = { kind: 'person', id: 'pat', name: 'Pat' } as const;

/** Tasks `task-0` … as authored, due on the anchor 2026-07-22 unless they say otherwise. */
export function smallRun(tasks: readonly object[], overrides: object = {}): Run {
  const authored = tasks.map((task) => ({
    ...(!('offsetWorkdays' in task) && { offsetDays: 0 }),
    ...task,
  }));
  return planWorkflow(compileSmall(authored, overrides), { anchor: '2026-07-22' });
}

/** The run after the events; an event that is refused fails the test. */
export function happen(run: Run, ...events: readonly RunEvent[]): Run {
  return events.reduce((state, event) => {
    const outcome = transition(deepFreeze(state), deepFreeze(event));
    if ('refused' in outcome) throw new Error(`${event.type}: ${outcome.refused}`);
    return outcome.run;
  }, run);
}

/** Why the event is refused; the empty text if it is not. */
export function refusalOf(run: Run, event: RunEvent): string {
  const outcome = transition(run, event);
  return 'refused' in outcome ? outcome.refused : '';
}

/** The refusal of an event that has to be refused. */
export function refusedOf(run: Run, event: RunEvent): Refusal {
  const outcome = transition(run, event);
  if (!('refused' in outcome)) throw new Error(`${event.type} is not refused.`);
  return outcome;
}

export function codeOf(run: Run, event: RunEvent): string {
  const outcome = transition(run, event);
  return 'refused' in outcome ? outcome.code : 'accepted';
}

/** What the event brings about, as `type detail`. */
export function effectsOf(run: Run, event: RunEvent): string[] {
  const outcome = transition(run, event);
  if ('refused' in outcome) throw new Error(outcome.refused);
  return outcome.effects.map((effect) => {
    if (effect.type !== 'evidence-lost') return Object.values(effect).join(' ');
    return [effect.type, effect.refId, ...effect.missing.map(({ name }) => name)].join(' ');
  });
}

export function complete(refId: string, evidence: Evidence = {}): RunEvent {
  return { at: AT, by: PERSON, type: 'complete', refId, evidence };
}

export function taskIn(run: Run, refId: string): RunTask {
  const task = run.tasks.find((each) => each.refId === refId);
  if (!task) throw new Error(`The run has no task ${refId}.`);
  return task;
}

export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const each of Object.values(value)) deepFreeze(each);
  }
  return value;
}

/** A task that is proved by a comment, and one that may wait. */
export const COMMENT = { proofRequirement: { type: 'comment', label: 'Sent', required: true } };
export const WAITING = { waiting: { for: 'reply', followUpDays: 2 } };

/** The first task of a small run, and an event that lets it wait. */
export const task = { at: AT, refId: 'task-0' } as const;
export const wait = {
  ...task,
  type: 'wait',
  waitingFor: 'Ann',
  followUpAt: '2026-07-25',
  comment: 'Asked.',
} as const;
