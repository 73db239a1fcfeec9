/**
 * What to do now, over all live runs: every row is a stored task under the label that the library
 * gives it at this moment. The database finds which are next; it decides nothing.
 */
import { Temporal } from 'temporal-polyfill';
import type { QueueItem, Run } from '../workflow/index.ts';
import { type Asker, demand } from './asker.ts';
import { viewRun } from './run-view.ts';
import {
  OPEN_TASK_STATES,
  type OpenTaskQuery,
  type OpenTaskState,
  type Store,
  type StoredRun,
  type Whose,
} from './store.ts';

export interface TodayRequest {
  /** Present moment, RFC 3339 in UTC. */
  readonly at: string;
  readonly who: 'me' | 'all' | { readonly role: string };
  /** Rows of each section at most. */
  readonly limit: number;
  /** Only these sections. */
  readonly states?: readonly OpenTaskState[];
}

export interface TodayRow extends QueueItem {
  readonly runId: string;
  readonly version: number;
  readonly run: Run;
  /** Whole days since it was due; of an overdue task, at least 0. */
  readonly daysLate?: number;
}

export interface TodaySection {
  readonly state: OpenTaskState;
  readonly total: number;
  readonly rows: readonly TodayRow[];
}

export interface Today {
  /** The asker's day. */
  readonly day: string;
  readonly sections: readonly TodaySection[];
}

/** @throws Problem `forbidden`. */
export async function today(store: Store, asker: Asker, request: TodayRequest): Promise<Today> {
  demand(asker, 'see');
  const { limit, states = OPEN_TASK_STATES } = request;
  const query = queryOf(asker, request);
  const found = await Promise.all(
    states.map(async (state) => ({ state, ...(await store.openTasks(state, query, limit)) })),
  );
  const ids = new Set(found.flatMap(({ tasks }) => tasks.map(({ runId }) => runId)));
  const items = new Map<string, TodayRow>();
  for (const stored of await store.loadAll([...ids])) {
    for (const row of rowsOf(asker, stored, request)) {
      items.set(`${row.runId} ${row.task.refId}`, row);
    }
  }
  return {
    day: query.day,
    sections: found.map(({ state, total, tasks }) => ({
      state,
      total,
      // Closed or moved on since the database was asked: the next look has it right.
      rows: tasks
        .flatMap(({ runId, refId }) => items.get(`${runId} ${refId}`) ?? [])
        .filter((row) => row.state === state),
    })),
  };
}

export interface DueCounts {
  readonly me: number;
  readonly all: number;
  readonly byRole: ReadonlyMap<string, number>;
}

/** How many tasks are due by now, or to be followed up: what `today` shows before all else. */
export async function countDue(
  store: Store,
  asker: Asker,
  { at }: Pick<TodayRequest, 'at'>,
): Promise<DueCounts> {
  demand(asker, 'see');
  const count = (who: 'me' | 'all') => store.countOpen(DUE_STATES, queryOf(asker, { at, who }));
  const [mine, byRole] = await Promise.all([count('me'), count('all')]);
  const sum = (counts: ReadonlyMap<string, number>) =>
    [...counts.values()].reduce((total, each) => total + each, 0);
  return { me: sum(mine), all: sum(byRole), byRole };
}

const DUE_STATES = ['follow-up-due', 'overdue', 'today'] as const;

function queryOf(asker: Asker, { at, who }: Pick<TodayRequest, 'at' | 'who'>): OpenTaskQuery {
  const local = Temporal.Instant.from(at).toZonedDateTimeISO(asker.timeZone);
  const day = local.toPlainDate();
  const dayEnds = day.add({ days: 1 }).toZonedDateTime(asker.timeZone).toInstant();
  return {
    whose: whoseOf(asker, who),
    now: local.toInstant().toString(),
    day: day.toString(),
    dayEnds: dayEnds.toString(),
  };
}

function rowsOf(asker: Asker, stored: StoredRun, { at }: TodayRequest): TodayRow[] {
  const { id: runId, version, run, queue } = viewRun(asker, stored, at);
  const day = Temporal.Instant.from(at).toZonedDateTimeISO(asker.timeZone).toPlainDate();
  return queue.map((item) => ({
    ...item,
    runId,
    version,
    run,
    ...(item.state === 'overdue' && { daysLate: daysLate(item.task.date, day) }),
  }));
}

function daysLate(date: string, day: Temporal.PlainDate): number {
  return Math.max(0, Temporal.PlainDate.from(date).until(day).days);
}

function whoseOf(asker: Asker, who: TodayRequest['who']): Whose {
  if (who === 'all') return 'all';
  if (who !== 'me') return who;
  const roles = new Set(asker.holds.map(({ role }) => role));
  return { person: asker.actor.id, roles: [...roles].sort() };
}
