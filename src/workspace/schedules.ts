/** Each schedule as people look at it: when it fires, what it made last, what it left out and why. */
import type { RegisteredValue, Run, WorkflowTemplate } from '../workflow/index.ts';
import { type Firing, firingsBetween } from '../workflow/schedule/fired-between.ts';
import { scheduleInWords } from '../workflow/schedule/schedule-in-words.ts';
import { type Asker, demand } from './asker.ts';
import { Problem } from './problem.ts';
import type { Published } from './published.ts';
import { isActive, runValuesOf, type ScheduledRunRef, triggerKey } from './scheduled-run.ts';
import { seenRun } from './seen-run.ts';
import type { ScheduleNote, Store } from './store.ts';

export interface ScheduleView {
  readonly type: string;
  readonly name: string;
  readonly emoji?: string;
  /** As it is written, in cron. */
  readonly schedule: string;
  readonly words: string;
  /** IANA zone, or `each`. */
  readonly timeZone: string;
  readonly leadDays: number;
  readonly isOn: boolean;
  /** How many values it runs for; absent of a workflow that runs for nothing. */
  readonly values?: number;
  /** Moment up to which all of it was read. */
  readonly readUntil?: string;
  /** The newest run, however it came to be. */
  readonly last?: ScheduledRunRef & Pick<Run, 'startedAt'>;
  readonly next: readonly Firing[];
  /** Firings of the last and the next month that make no run. */
  readonly leftOut: readonly (Firing & { readonly reason: NonNullable<Firing['leftOut']> })[];
  readonly notes: readonly ScheduleNote[];
}

/** By type. @throws Problem `forbidden`. */
export async function viewSchedules(
  store: Store,
  { templates }: Published,
  asker: Asker,
  at: string,
): Promise<readonly ScheduleView[]> {
  demand(asker, 'see');
  const values = new Map(Object.entries(runValuesOf(await store.registered())));
  const caughtUp = await store.caughtUp();
  const notes = await store.scheduleNotes();
  const automatic = templates
    .filter(({ triggerType }) => triggerType === 'automatic')
    .toSorted((a, b) => (a.type < b.type ? -1 : 1));
  return Promise.all(
    automatic.map(async (template): Promise<ScheduleView> => {
      const { type, name, emoji, forEach, triggerSchedule = '' } = template;
      const registered = forEach ? ((values.get(type) ?? []) as readonly RegisteredValue[]) : [];
      const readUntil = earliest(
        (registered.length > 0 ? registered : [undefined]).map((value) =>
          caughtUp.get(triggerKey({ type, ...(value && { for: value.for }) })),
        ),
      );
      const last = await lastRun(store, asker, type);
      return {
        type,
        name,
        ...(emoji !== undefined && { emoji }),
        schedule: triggerSchedule,
        words: scheduleInWords(triggerSchedule),
        timeZone: template.triggerTimeZone ?? 'UTC',
        leadDays: template.triggerLeadDays ?? 0,
        isOn: isActive(template),
        ...(forEach && { values: registered.length }),
        ...(readUntil !== undefined && { readUntil }),
        ...(last && { last }),
        ...firingsOf(template, registered, at),
        notes: notes.filter((note) => note.type === type),
      };
    }),
  );
}

/** What is not to be looked at again. @throws Problem `forbidden`, `not-found`. */
export async function dismissNote(store: Store, asker: Asker, id: string): Promise<void> {
  demand(asker, 'catch-up');
  if ((await store.removeScheduleNotes([id])) > 0) return;
  throw new Problem('not-found', 'Somebody has seen to this already.');
}

async function lastRun(
  store: Store,
  asker: Asker,
  type: string,
): Promise<ScheduleView['last'] | undefined> {
  const [stored] = (await store.listRuns({ type, limit: 1 })).runs;
  if (!stored) return undefined;
  const { anchorDate: anchor, for: values, title, startedAt } = seenRun(asker, stored.run);
  return {
    runId: stored.id,
    type,
    anchor,
    ...(values && { for: values }),
    title,
    ...(startedAt !== undefined && { startedAt }),
  };
}

function firingsOf(
  template: WorkflowTemplate,
  registered: readonly RegisteredValue[],
  at: string,
): Pick<ScheduleView, 'next' | 'leftOut'> {
  const month = { after: daysFrom(at, -MONTH), until: daysFrom(at, MONTH) };
  const around = firingsBetween(template, month, registered);
  const isComing = ({ firesAt, leftOut }: Firing) =>
    leftOut === undefined && Date.parse(firesAt) > Date.parse(at);
  let next = around.filter(isComing);
  // Of what fires rarely the next one is far away.
  if (next.length === 0) {
    const year = { after: at, until: daysFrom(at, FAR) };
    next = firingsBetween(template, year, registered).filter(isComing);
  }
  const leftOut = around.flatMap(({ leftOut: reason, ...firing }) =>
    reason === undefined ? [] : [{ ...firing, reason }],
  );
  return { next: next.slice(0, MAX_NEXT), leftOut: leftOut.slice(-MAX_LEFT_OUT) };
}

/** Undefined while one of them was never read. */
function earliest(moments: readonly (string | undefined)[]): string | undefined {
  if (moments.includes(undefined)) return undefined;
  return moments.toSorted()[0];
}

function daysFrom(at: string, days: number): string {
  return new Date(Date.parse(at) + days * 86_400_000).toISOString();
}

const MONTH = 31;
const FAR = 800;
const MAX_NEXT = 5;
const MAX_LEFT_OUT = 50;
