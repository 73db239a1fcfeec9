/**
 * One look at all schedules: what has fired since the last one is made. Any number of instances
 * look at the same time, each run is made once, and what one of them could not finish the next
 * look finishes: the moment up to which a trigger was read moves only after its runs are there.
 */
import type { RunFailure } from '../workflow/index.ts';
import { MAX_CATCH_UP_DAYS } from '../workflow/schedule/catch-up.ts';
import { type Interval, runsFiredBetween } from '../workflow/schedule/fired-between.ts';
import { SYSTEM } from './asker.ts';
import type { Published } from './published.ts';
import {
  type ActiveTrigger,
  activeTriggers,
  failureNote,
  type Making,
  makeRun,
  runValuesOf,
  type ScheduledRunRef,
  triggerKey,
} from './scheduled-run.ts';
import type { ScheduleNote, Store } from './store.ts';

export interface Ticked {
  readonly at: string;
  readonly made: readonly ScheduledRunRef[];
  /** Runs that were there: started by hand, or by another instance. */
  readonly found: readonly ScheduledRunRef[];
  readonly failures: readonly RunFailure[];
  /** What no look before this one has told. */
  readonly news: readonly ScheduleNote[];
}

/**
 * Each trigger, and each value of it, is read from where it was read last; one that is new, or was
 * off, begins at this moment. What was not read for more than 92 days is not made, but noted.
 */
export async function tick(store: Store, published: Published, making: Making): Promise<Ticked> {
  const { at } = making;
  const triggers = activeTriggers(published.templates, await store.registered());
  const caughtUp = await store.caughtUp();
  await forgetIdle(store, triggers, { caughtUp, at });
  const begun = triggers.filter(({ key }) => !caughtUp.has(key));
  await store.moveCaughtUp(keysOf(begun), at);

  const made: ScheduledRunRef[] = [];
  const found: ScheduledRunRef[] = [];
  const failures: RunFailure[] = [];
  const news: ScheduleNote[] = [];
  const read: ActiveTrigger[] = [];
  for (const { triggers: some, ...interval } of readTogether(triggers, { caughtUp, at })) {
    const { template } = some[0];
    if (isTooLong(interval)) {
      news.push(...(await store.addScheduleNotes([gapNote(template.type, interval)])));
    } else {
      const values = some.flatMap(({ value }) => (value ? [{ type: template.type, value }] : []));
      const fired = runsFiredBetween([template], interval, runValuesOf(values));
      for (const { bundle } of fired.runs) {
        const { isNew, run } = await makeRun(store, published, SYSTEM, { ...making, bundle });
        (isNew ? made : found).push(run);
      }
      read.push(...some);
      failures.push(...fired.failures);
      const notes = fired.failures.map((failure) => failureNote(failure, at));
      news.push(...(await store.addScheduleNotes(notes)));
    }
    await store.moveCaughtUp(keysOf(some), at);
  }
  await settleNotes(store, { triggers, read, failures });
  return { at, made, found, failures, news };
}

interface Reading {
  readonly caughtUp: ReadonlyMap<string, string>;
  readonly at: string;
}

/**
 * A trigger that is off, a workflow or a value that is gone: should it come back, it begins anew.
 * Only after a while, for in a rolling restart an older build does not know what a newer one reads.
 */
async function forgetIdle(
  store: Store,
  triggers: readonly ActiveTrigger[],
  { caughtUp, at }: Reading,
): Promise<void> {
  const active = new Set(keysOf(triggers));
  const idle = [...caughtUp.keys()].filter((key) => !active.has(key));
  const before = new Date(Date.parse(at) - IDLE_MS).toISOString();
  if (idle.length > 0) await store.forgetCaughtUp(idle, before);
}

interface ReadTogether extends Interval {
  readonly triggers: readonly [ActiveTrigger, ...ActiveTrigger[]];
}

/** Values of a workflow that were read up to the same moment. */
function readTogether(
  triggers: readonly ActiveTrigger[],
  { caughtUp, at }: Reading,
): ReadTogether[] {
  const behind = triggers.flatMap((trigger) => {
    const after = caughtUp.get(trigger.key);
    return after !== undefined && Date.parse(after) < Date.parse(at) ? [{ trigger, after }] : [];
  });
  const groups = Map.groupBy(behind, ({ trigger, after }) => `${trigger.template.type} ${after}`);
  return [...groups.values()].flatMap((group): ReadTogether[] => {
    const [first, ...rest] = group;
    if (!first) return [];
    const others = rest.map(({ trigger }) => trigger);
    return [{ after: first.after, until: at, triggers: [first.trigger, ...others] }];
  });
}

function isTooLong({ after, until }: Interval): boolean {
  return Date.parse(until) - Date.parse(after) > MAX_CATCH_UP_DAYS * DAY_MS;
}

function gapNote(type: string, { after, until }: Interval): ScheduleNote {
  const what = { kind: 'gap', after, until } as const;
  return { id: `gap ${type} ${after}`, at: until, type, what };
}

interface Seen {
  readonly triggers: readonly ActiveTrigger[];
  /** Those that this look has read. */
  readonly read: readonly ActiveTrigger[];
  readonly failures: readonly RunFailure[];
}

/** Takes away that a whole trigger cannot be had, once it can. */
async function settleNotes(store: Store, { triggers, read, failures }: Seen): Promise<void> {
  const active = new Set(keysOf(triggers));
  // A value that fails does so at every look, a workflow without values only when it fires.
  const judged = new Set(keysOf(read.filter(({ value }) => value !== undefined)));
  const current = new Set(failures.map((failure) => failureNote(failure, '').id));
  const over = (await store.scheduleNotes()).filter((note) => {
    if (note.what.kind !== 'failure' || note.what.anchor !== undefined) return false;
    const key = triggerKey(note);
    return !active.has(key) || (judged.has(key) && !current.has(note.id));
  });
  await store.removeScheduleNotes(over.map(({ id }) => id));
}

function keysOf(triggers: readonly ActiveTrigger[]): string[] {
  return triggers.map(({ key }) => key);
}

/** Longer than two looks of an instance are apart. */
const IDLE_MS = 5 * 60_000;
const DAY_MS = 86_400_000;
