/** Reading runs and what happened to them. A state that was read is kept until the run has another. */
import { type SqlBool, sql } from 'kysely';
import { LRUCache } from 'lru-cache';
import type {
  RunFilter,
  RunPage,
  Store,
  StoredEvent,
  StoredRun,
} from '../../../workspace/store.ts';
import type { Database } from '../../database/connection.ts';
import { keyOf } from './event-log.ts';

type Reader = Pick<
  Store,
  | 'load'
  | 'loadAll'
  | 'findCommand'
  | 'history'
  | 'eventsAfter'
  | 'lastSequence'
  | 'listRuns'
  | 'countRuns'
  | 'findScheduled'
  | 'templateVersion'
  | 'stepWords'
>;

export function openRunReader(db: Database): Reader {
  const known = new LRUCache<string, StoredRun>({ max: MAX_KNOWN });

  /** In the order asked for; what there is not is left out. */
  async function loadAll(ids: readonly string[]): Promise<StoredRun[]> {
    const found = new Map<string, StoredRun>();
    for (const some of chunks(ids)) {
      const versions = await db
        .selectFrom('run')
        .select(['id', 'version'])
        .where('id', 'in', some)
        .execute();
      const missing: string[] = [];
      for (const { id, version } of versions) {
        const stored = known.get(id);
        if (stored?.version === version) found.set(id, stored);
        else missing.push(id);
      }
      if (missing.length === 0) continue;
      const rows = await db
        .selectFrom('run')
        .select(['id', 'version', 'state'])
        .where('id', 'in', missing)
        .execute();
      for (const row of rows) found.set(row.id, keep(row));
    }
    return ids.flatMap((id) => found.get(id) ?? []);
  }

  function keep({ id, version, state }: { id: string; version: number; state: string }): StoredRun {
    const stored = { id, version, run: JSON.parse(state) };
    known.set(id, stored);
    return stored;
  }

  async function listRuns({
    status,
    type,
    words = [],
    limit,
    cursor,
  }: RunFilter): Promise<RunPage> {
    // No workflow is called that, and a database may not even take it.
    if (type !== undefined && !/^[\w-]+$/.test(type)) return { runs: [] };
    let query = db
      .selectFrom('run')
      .select(['id', 'startedAt'])
      .orderBy('startedAt', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1);
    if (status !== undefined) query = query.where('status', '=', status);
    if (type !== undefined) query = query.where('type', '=', type);
    for (const word of words) {
      const pattern = `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`;
      const isIn = (column: 'words' | 'said') =>
        sql<SqlBool>`${sql.ref(column)} LIKE ${pattern} ESCAPE '\\'`;
      query = query.where(({ or }) => or([isIn('words'), isIn('said')]));
    }
    const after = readCursor(cursor);
    if (after) {
      query = query.where(({ or, and, eb }) =>
        or([
          eb('startedAt', '<', after.startedAt),
          and([eb('startedAt', '=', after.startedAt), eb('id', '<', after.id)]),
        ]),
      );
    }
    const rows = await query.execute();
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      runs: await loadAll(page.map(({ id }) => id)),
      ...(rows.length > limit && last && { cursor: `${last.startedAt}~${last.id}` }),
    };
  }

  return {
    loadAll,
    load: async (id) => (await loadAll([id]))[0],

    async findCommand({ actor, commandId }) {
      const key = keyOf(actor, commandId);
      const row = await db
        .selectFrom('run_event')
        .selectAll()
        .where('actor', '=', key.actor)
        .where('commandId', '=', commandId)
        .executeTakeFirst();
      return row && readEvent(row);
    },

    async history(runId, after, limit) {
      const rows = await db
        .selectFrom('run_event')
        .selectAll()
        .where('runId', '=', runId)
        .where('number', '>', after)
        .orderBy('number')
        .limit(limit)
        .execute();
      return rows.map(readEvent);
    },

    async eventsAfter(sequence, limit) {
      const rows = await db
        .selectFrom('run_event')
        .selectAll()
        .where('sequence', '>', sequence)
        .orderBy('sequence')
        .limit(limit)
        .execute();
      return rows.map(readEvent);
    },

    async lastSequence() {
      const row = await db
        .selectFrom('meta')
        .select('value')
        .where('key', '=', 'sequence')
        .executeTakeFirst();
      return row?.value ?? 0;
    },

    listRuns,

    async countRuns() {
      const rows = await db
        .selectFrom('run')
        .select(({ fn }) => ['status', fn.countAll<number>().as('count')])
        .groupBy('status')
        .execute();
      const count = (status: string) =>
        Number(rows.find((row) => row.status === status)?.count ?? 0);
      return { active: count('active'), done: count('done'), cancelled: count('cancelled') };
    },

    async findScheduled(keys) {
      const found = new Map<string, StoredRun>();
      for (const some of chunks(keys)) {
        const rows = await db
          .selectFrom('run')
          .select(['id', 'scheduleKey'])
          .where('scheduleKey', 'in', some)
          .execute();
        const keyById = new Map(rows.map(({ id, scheduleKey }) => [id, scheduleKey ?? '']));
        for (const run of await loadAll([...keyById.keys()])) {
          found.set(keyById.get(run.id) ?? '', run);
        }
      }
      return found;
    },

    async templateVersion(hash) {
      const row = await db
        .selectFrom('template_version')
        .select('template')
        .where('hash', '=', hash)
        .executeTakeFirst();
      return row && JSON.parse(row.template);
    },

    async stepWords(hashes) {
      const rows = await db
        .selectFrom('step_words')
        .selectAll()
        .where('hash', 'in', [...hashes])
        .execute();
      return new Map(rows.map(({ hash, words }) => [hash, words]));
    },
  };
}

function readEvent(row: {
  sequence: number;
  runId: string;
  number: number;
  event: string;
  effects: string;
}): StoredEvent {
  const { sequence, runId, number, event, effects } = row;
  return { sequence, runId, number, event: JSON.parse(event), effects: JSON.parse(effects) };
}

function readCursor(cursor: string | undefined) {
  const [, startedAt, id] = /^([\dTZ:.-]+)~([\w-]+)$/.exec(cursor ?? '') ?? [];
  return startedAt === undefined || id === undefined ? undefined : { startedAt, id };
}

function* chunks<T>(items: readonly T[]): Generator<T[]> {
  for (let first = 0; first < items.length; first += AT_ONCE) {
    yield items.slice(first, first + AT_ONCE);
  }
}

const AT_ONCE = 500;
/** States of about 20 kB each. */
const MAX_KNOWN = 1000;
