/**
 * The one road on which a run changes: load it, see whether the asker may, let the library decide,
 * append. Pages, API, command line, agents and the schedule all take it. Two who act at once both
 * succeed where the rules allow it; a command that comes twice happens once.
 */
import {
  type Actor,
  type Effect,
  type RefusalCode,
  type Run,
  type RunEvent,
  type Transition,
  transition,
} from '../workflow/index.ts';
import { type Asker, demand } from './asker.ts';
import { demandBounded } from './bounded.ts';
import { sameBody } from './command-body.ts';
import { demandFiles, demandKept } from './evidence-files.ts';
import { timedIn } from './in-zone.ts';
import { Problem } from './problem.ts';
import type { Command } from './roles.ts';
import type { Store, StoredEvent, StoredRun } from './store.ts';

/** An event without what the workspace itself says of it. */
export type Asked = Readonly<Record<string, unknown>> & { readonly type: string };

export interface Act {
  readonly runId: string;
  readonly commandId: string;
  readonly event: Asked;
  /** Present moment, RFC 3339 in UTC. */
  readonly at: string;
  /** Version that the asker has seen. */
  readonly expectedVersion?: number;
}

export interface Acted extends StoredRun {
  readonly effects: readonly Effect[];
  /** The command was here before; the run is as it is now. */
  readonly isRepeated: boolean;
}

export const SET_BY_WORKSPACE = ['at', 'by', 'actor', 'commandId'] as const;

/**
 * @throws Problem `not-found`, `forbidden`, `invalid`, `refused`, `stale`, `command-reused`, and
 * `busy` when others changed the run again and again.
 */
export async function act(store: Store, asker: Asker, request: Act): Promise<Acted> {
  const { runId, commandId } = request;
  demand(asker, 'see');
  const event = stamp(asker, request);
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const repeated = await answerAgain(store, asker.actor, { runId, commandId, event });
    if (repeated) return repeated;
    const stored = await loadRun(store, runId);
    demand(asker, commandOf(event), ownerOf(stored.run, event));
    if (request.expectedVersion !== undefined) {
      await refuseStale(store, stored, request.expectedVersion, event);
    }
    demandFiles(stored.run, event);
    await demandKept(store, runId, event);
    const change = transition(stored.run, event);
    if ('refused' in change) throw refused(change);
    const { history: _, ...run } = change.run;
    const appended = await store.append({
      runId,
      version: stored.version,
      event,
      effects: change.effects,
      before: stored.run,
      run,
    });
    if (appended.outcome === 'stored') {
      const version = stored.version + 1;
      return { id: runId, version, run, effects: change.effects, isRepeated: false };
    }
  }
  throw new Problem('busy', 'Others are changing this run at this moment. Try again.');
}

/** @throws Problem `not-found`. */
export async function loadRun(store: Store, runId: string): Promise<StoredRun> {
  // What no id is must not reach a database that cannot even take it.
  const stored = /^[\w-]+$/.test(runId) ? await store.load(runId) : undefined;
  if (stored) return stored;
  throw new Problem('not-found', `There is no run \`${runId.slice(0, 60)}\`.`);
}

type Stamped = RunEvent & { readonly by: Actor; readonly commandId: string };

function stamp({ actor, timeZone }: Asker, { event, at, commandId }: Act): Stamped {
  const own = SET_BY_WORKSPACE.find((key) => key in event);
  if (own !== undefined) {
    throw new Problem('invalid', `\`${own}\` is set by the workspace. Leave it out.`, {
      field: own,
    });
  }
  demandBounded(event);
  const { onBehalfOf, ...said } = inZoneOf(timeZone, event);
  if (onBehalfOf !== undefined && !(typeof onBehalfOf === 'string' && onBehalfOf.trim() !== '')) {
    throw new Problem('invalid', '`onBehalfOf` has to be the id of whom you act for.', {
      field: 'onBehalfOf',
    });
  }
  const by = onBehalfOf === undefined ? actor : { ...actor, onBehalfOf };
  // What an event says is checked by `transition`, whatever it is.
  return { ...said, at, by, commandId } as Stamped;
}

/** A time that somebody gives a new task is one of their own clock. */
function inZoneOf(timeZone: string, event: Asked): Asked {
  const { type, task } = event;
  if (type !== 'add-task' || typeof task !== 'object' || task === null) return event;
  return { ...event, task: timedIn(task, timeZone) };
}

/** What is no event needs as much as the least of them; the library then says what is wrong. */
function commandOf(event: RunEvent): Command {
  return event.type;
}

function ownerOf(run: Run, event: RunEvent): string | undefined {
  const refId = subjectTask(event);
  return run.tasks.find((task) => task.refId === refId)?.personId;
}

function subjectTask(event: object): string | undefined {
  return 'refId' in event && typeof event.refId === 'string' ? event.refId : undefined;
}

async function answerAgain(
  store: Store,
  actor: Actor,
  { runId, commandId, event }: { runId: string; commandId: string; event: RunEvent },
): Promise<Acted | undefined> {
  const first = await store.findCommand({ actor, commandId });
  if (!first) return undefined;
  if (first.runId !== runId || !sameBody(first.event, event)) throw commandReused(commandId);
  const stored = await loadRun(store, runId);
  return { ...stored, effects: first.effects, isRepeated: true };
}

export function commandReused(commandId: string): Problem {
  return new Problem(
    'command-reused',
    `The command \`${commandId}\` was another one before. Give a new one another id.`,
    { field: 'commandId' },
  );
}

/** @throws Problem `stale` when something that happened since is about the same. */
async function refuseStale(
  store: Store,
  stored: StoredRun,
  expected: number,
  event: RunEvent,
): Promise<void> {
  if (expected === stored.version) return;
  if (expected > stored.version || expected < 0) {
    throw new Problem('invalid', `The run has no version ${expected}; it is at ${stored.version}.`);
  }
  const since = await store.history(stored.id, expected, MAX_BEHIND);
  const other = since.find((each) => isAboutSame(each, event));
  if (other === undefined && since.length < MAX_BEHIND) return;
  const who = other?.event.by;
  throw new Problem(
    'stale',
    `This was changed in the meantime${who ? ` by ${who.name ?? who.id}` : ''}. Look at it again.`,
  );
}

function isAboutSame({ event, effects }: StoredEvent, asked: RunEvent): boolean {
  const refId = subjectTask(asked);
  if (refId === undefined) return subjectOf(event) === subjectOf(asked);
  return (
    subjectTask(event) === refId ||
    effects.some((effect) => 'refId' in effect && effect.refId === refId)
  );
}

/** Of what is about the run as a whole: its link, its input, or itself. */
function subjectOf(event: {
  readonly type: string;
  readonly refId?: unknown;
  readonly name?: unknown;
}) {
  if (event.refId !== undefined) return undefined;
  return typeof event.name === 'string' ? `${event.type} ${event.name}` : 'run';
}

function refused(refusal: Extract<Transition, { readonly refused: string }>): Problem {
  const { field } = refusal;
  const code = MALFORMED.has(refusal.code) ? 'invalid' : 'refused';
  return new Problem(code, refusal.refused, {
    refusal,
    ...(field !== undefined && { field }),
  });
}

/** What is wrong in the words of the event, whatever the run is like. */
const MALFORMED: ReadonlySet<RefusalCode> = new Set(['unknown-event', 'unknown-field', 'invalid']);

const MAX_ATTEMPTS = 25;
const MAX_BEHIND = 500;
