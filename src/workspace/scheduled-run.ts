/** A run that a schedule asks for: made once, whoever asks and however often. */
import {
  type Bundle,
  identityKey,
  type RegisteredValue,
  type RunFailure,
  type RunIdentity,
  type RunValues,
  type WorkflowTemplate,
} from '../workflow/index.ts';
import type { Asker } from './asker.ts';
import { inZone } from './in-zone.ts';
import type { Published } from './published.ts';
import { findTemplate, keepRun } from './start-run.ts';
import type { Registered, ScheduleNote, StartEvent, Store } from './store.ts';

/** A run of a schedule, as reports name it. */
export interface ScheduledRunRef extends RunIdentity {
  /** Absent of a run that is only announced. */
  readonly runId?: string;
  readonly title: string;
}

export interface Making {
  /** Present moment, RFC 3339 in UTC. */
  readonly at: string;
  /** A new id of a run, or of a command. */
  readonly newId: (kind: 'r' | 'c') => string;
  /** Between two runs, so that whoever else waits for this process has a turn. */
  readonly pause?: () => Promise<void>;
}

/**
 * Keeps the run that was planned, unless there is one; whoever comes second is told whose it is.
 * Nobody can be asked for inputs, so that they may all be missing.
 */
export async function makeRun(
  store: Store,
  published: Published,
  asker: Asker,
  { bundle, at, newId, pause }: Making & { readonly bundle: Bundle },
): Promise<{ readonly isNew: boolean; readonly run: ScheduledRunRef }> {
  await pause?.();
  const { templateType: type, anchorDate: anchor, for: values, title } = bundle;
  const id = newId('r');
  const identity = { type, anchor, ...(values && { for: values }) };
  const event: StartEvent = {
    type: 'start-run',
    at,
    by: asker.actor,
    commandId: newId('c'),
    request: identity,
    run: { ...inZone(bundle, published.timeZone), id, startedAt: at },
  };
  const template = findTemplate(published, type);
  const created = await keepRun(store, published, { id, event, template });
  const runId = created.outcome === 'exists' ? created.runId : id;
  return { isNew: created.outcome === 'created', run: { ...identity, runId, title } };
}

/** What workflows run for, as schedules take it. */
export function runValuesOf(registered: readonly Registered[]): RunValues {
  const byType = Map.groupBy(registered, ({ type }) => type);
  return Object.fromEntries(
    [...byType].map(([type, list]) => [type, list.map(({ value }) => value)]),
  );
}

/** A trigger that is on, or one value of it. */
export interface ActiveTrigger {
  readonly key: string;
  readonly template: WorkflowTemplate;
  /** Absent of a workflow that runs for nothing, or for nothing yet. */
  readonly value?: RegisteredValue;
}

export function activeTriggers(
  templates: readonly WorkflowTemplate[],
  registered: readonly Registered[],
): ActiveTrigger[] {
  const byType = Map.groupBy(registered, ({ type }) => type);
  return templates.filter(isActive).flatMap((template): ActiveTrigger[] => {
    const { type, forEach } = template;
    const values = forEach ? (byType.get(type) ?? []) : [];
    if (values.length === 0) return [{ key: triggerKey({ type }), template }];
    return values.map(({ value }) => ({
      key: triggerKey({ type, for: value.for }),
      template,
      value,
    }));
  });
}

export function isActive({ triggerType, triggerEnabled }: WorkflowTemplate): boolean {
  return triggerType === 'automatic' && triggerEnabled !== false;
}

/** What a trigger, or one value of it, is known by. */
export function triggerKey({ type, for: values }: Omit<RunIdentity, 'anchor'>): string {
  return values ? `${type} ${identityKey({ type: '', anchor: '', for: values })}` : type;
}

export function failureNote({ type, anchor, for: values, reason }: RunFailure, at: string) {
  return {
    id: failureId({ type, anchor: anchor ?? '', ...(values && { for: values }) }),
    at,
    type,
    ...(values && { for: values }),
    what: { kind: 'failure', ...(anchor !== undefined && { anchor }), reason },
  } satisfies ScheduleNote;
}

/** Of the note that a run cannot be had. */
export function failureId(identity: RunIdentity): string {
  return `failure ${identityKey(identity)}`;
}
