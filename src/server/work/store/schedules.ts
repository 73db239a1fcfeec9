/** Until when each schedule was read, and what it could not do. */
import type { ScheduleNote, Store } from '../../../workspace/store.ts';
import type { Database } from '../../database/connection.ts';

type Schedules = Pick<
  Store,
  | 'caughtUp'
  | 'moveCaughtUp'
  | 'forgetCaughtUp'
  | 'scheduleNotes'
  | 'addScheduleNotes'
  | 'removeScheduleNotes'
>;

export function openSchedules(db: Database): Schedules {
  return {
    async caughtUp() {
      const rows = await db.selectFrom('caught_up').selectAll().execute();
      return new Map(rows.map(({ type, value, until }) => [`${type} ${value}`.trim(), until]));
    },

    async moveCaughtUp(keys, until) {
      // In one order, so that two who move the same ones wait for each other, not both.
      const rows = keys.toSorted().map((key) => ({ ...partsOf(key), until }));
      for (let first = 0; first < rows.length; first += AT_ONCE) {
        await db
          .insertInto('caught_up')
          .values(rows.slice(first, first + AT_ONCE))
          .onConflict((conflict) =>
            conflict
              .columns(['type', 'value'])
              .doUpdateSet({ until })
              .where('caught_up.until', '<', until),
          )
          .execute();
      }
    },

    async forgetCaughtUp(keys, before) {
      for (const { type, value } of keys.map(partsOf)) {
        await db
          .deleteFrom('caught_up')
          .where('type', '=', type)
          .where('value', '=', value)
          .where('until', '<', before)
          .execute();
      }
    },

    async scheduleNotes() {
      const rows = await db
        .selectFrom('schedule_note')
        .select('note')
        .orderBy('at', 'desc')
        .orderBy('id')
        .limit(MAX_NOTES)
        .execute();
      return rows.map(({ note }) => JSON.parse(note));
    },

    async addScheduleNotes(notes) {
      const added: ScheduleNote[] = [];
      for (const note of notes) {
        const { numInsertedOrUpdatedRows } = await db
          .insertInto('schedule_note')
          .values({ id: note.id, at: note.at, note: JSON.stringify(note) })
          .onConflict((conflict) => conflict.column('id').doNothing())
          .executeTakeFirst();
        if (numInsertedOrUpdatedRows !== 0n) added.push(note);
      }
      return added;
    },

    async removeScheduleNotes(ids) {
      let removed = 0;
      for (let first = 0; first < ids.length; first += AT_ONCE) {
        const { numDeletedRows } = await db
          .deleteFrom('schedule_note')
          .where('id', 'in', ids.slice(first, first + AT_ONCE))
          .executeTakeFirst();
        removed += Number(numDeletedRows);
      }
      return removed;
    },
  };
}

function partsOf(key: string): { type: string; value: string } {
  const [type = '', ...value] = key.split(' ');
  return { type, value: value.join(' ') };
}

const AT_ONCE = 500;
/** More than anybody reads. */
const MAX_NOTES = 500;
