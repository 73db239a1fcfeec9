/** A run begins: the planner dates the template, and the workspace keeps what it planned. */
import {
  identityKey,
  PlanError,
  planWorkflow,
  type Run,
  type WorkflowTemplate,
} from '../workflow/index.ts';
import { commandReused, loadRun } from './act.ts';
import { type Asker, demand } from './asker.ts';
import { demandBounded } from './bounded.ts';
import { sameBody } from './command-body.ts';
import { inZone } from './in-zone.ts';
import { Problem } from './problem.ts';
import type { Published } from './published.ts';
import type {
  Created,
  Creation,
  Registered,
  StartEvent,
  StartRequest,
  Store,
  StoredRun,
} from './store.ts';

export interface Start {
  /** Id the run gets. */
  readonly id: string;
  readonly commandId: string;
  readonly request: StartRequest;
  /** Present moment, RFC 3339 in UTC. */
  readonly at: string;
}

export interface Started extends StoredRun {
  /** The command was here before. */
  readonly isRepeated: boolean;
}

/**
 * @throws Problem `forbidden`, `not-found` for a workflow that there is not, `invalid` for what the
 * planner refuses, `exists` when the schedule has made this run, `command-reused`.
 */
export async function startRun(
  store: Store,
  published: Published,
  asker: Asker,
  { id, commandId, request, at }: Start,
): Promise<Started> {
  demand(asker, 'start-run');
  demandBounded(request);
  const first = await store.findCommand({ actor: asker.actor, commandId });
  if (first) return answerAgain(store, first.event, { commandId, request, runId: first.runId });
  const template = findTemplate(published, request.type);
  const planned = plan(template, request, { at, id, registered: await store.registered() });
  const run = inZone(planned, published.timeZone);
  const event: StartEvent = { type: 'start-run', at, by: asker.actor, commandId, request, run };
  const created = await keepRun(store, published, { id, event, template });
  if (created.outcome === 'created') return { id, version: 0, run, isRepeated: false };
  if (created.outcome === 'exists') {
    throw new Problem('exists', 'There is a run of this workflow for this date already.', {
      runId: created.runId,
    });
  }
  const repeated = await store.findCommand({ actor: asker.actor, commandId });
  if (!repeated) throw new Problem('busy', 'This was sent twice at the same moment. Try again.');
  return answerAgain(store, repeated.event, { commandId, request, runId: repeated.runId });
}

/** Keeps a run as it begins, whoever begins it. */
export async function keepRun(
  store: Store,
  published: Published,
  { id, event, template }: Pick<Creation, 'id' | 'event' | 'template'>,
): Promise<Created> {
  const scheduleKey = scheduleKeyOf(template, event.run);
  return store.create({
    id,
    event,
    template,
    steps: await published.stepsOf(template),
    ...(scheduleKey !== undefined && { scheduleKey }),
  });
}

/** @throws Problem `not-found`. */
export function findTemplate({ templates }: Published, type: string): WorkflowTemplate {
  const template = templates.find((each) => each.type === type);
  if (template) return template;
  throw new Problem('not-found', `There is no workflow \`${type.slice(0, 60)}\`.`, {
    field: 'type',
  });
}

/**
 * What a schedule knows a run by, also when it was started by hand; undefined of a workflow that is
 * started by hand alone.
 */
function scheduleKeyOf(
  { type, triggerType }: Pick<WorkflowTemplate, 'type' | 'triggerType'>,
  { anchorDate, for: values }: Pick<Run, 'anchorDate' | 'for'>,
): string | undefined {
  if (triggerType !== 'automatic') return undefined;
  return identityKey({ type, anchor: anchorDate, ...(values && { for: values }) });
}

async function answerAgain(
  store: Store,
  event: object,
  { commandId, request, runId }: { commandId: string; request: StartRequest; runId: string },
): Promise<Started> {
  if (!sameBody(event, { type: 'start-run', commandId, request })) throw commandReused(commandId);
  return { ...(await loadRun(store, runId)), isRepeated: true };
}

function plan(
  template: WorkflowTemplate,
  { type: _, ...request }: StartRequest,
  { at, id, registered }: { at: string; id: string; registered: readonly Registered[] },
): Run {
  try {
    const known = registered.find(
      (each) => each.type === template.type && isSameValue(each.value.for, request.for ?? {}),
    )?.value;
    const { timeZone, daysOff } = known ?? {};
    const bundle = planWorkflow(template, {
      ...(timeZone !== undefined && { timeZone }),
      ...(daysOff && { daysOff }),
      ...request,
      requireInputs: true,
      today: at.slice(0, 10),
    });
    return { ...bundle, id, startedAt: at };
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    throw new Problem('invalid', error.message);
  }
}

function isSameValue(
  a: Readonly<Record<string, string>>,
  b: Readonly<Record<string, string>>,
): boolean {
  const key = (values: typeof a) => identityKey({ type: '', anchor: '', for: values });
  return key(a) === key(b);
}
