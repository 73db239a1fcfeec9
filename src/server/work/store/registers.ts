/** What schedules run for, who holds which role, and until when each schedule was read. */
import { identityKey } from '../../../workflow/index.ts';
import type { Store } from '../../../workspace/store.ts';
import type { Database } from '../../database/connection.ts';

type Registers = Pick<
  Store,
  | 'roleHolders'
  | 'setRoleHolder'
  | 'registered'
  | 'setRegistered'
  | 'removeRegistered'
  | 'caughtUp'
  | 'setCaughtUp'
>;

export function openRegisters(db: Database): Registers {
  return {
    roleHolders: () =>
      db
        .selectFrom('role_holder')
        .select(['role', 'userId', 'value'])
        .orderBy('role')
        .orderBy('value')
        .orderBy('userId')
        .execute(),

    async setRoleHolder({ role, userId, value }, holds) {
      if (holds) {
        await db
          .insertInto('role_holder')
          .values({ role, userId, value })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        return;
      }
      await db
        .deleteFrom('role_holder')
        .where('role', '=', role)
        .where('userId', '=', userId)
        .where('value', '=', value)
        .execute();
    },

    async registered() {
      const rows = await db
        .selectFrom('register_value')
        .select(['type', 'value'])
        .orderBy('type')
        .orderBy('key')
        .execute();
      return rows.map(({ type, value }) => ({ type, value: JSON.parse(value) }));
    },

    async setRegistered({ type, value }) {
      const row = { type, key: keyOf(value.for), value: JSON.stringify(value) };
      await db
        .insertInto('register_value')
        .values(row)
        .onConflict((conflict) =>
          conflict.columns(['type', 'key']).doUpdateSet({ value: row.value }),
        )
        .execute();
    },

    async removeRegistered(type, values) {
      const { numDeletedRows } = await db
        .deleteFrom('register_value')
        .where('type', '=', type)
        .where('key', '=', keyOf(values))
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },

    async caughtUp() {
      const rows = await db.selectFrom('caught_up').selectAll().execute();
      return new Map(rows.map(({ type, value, until }) => [`${type} ${value}`.trim(), until]));
    },

    async setCaughtUp(key, until) {
      const [type = '', ...value] = key.split(' ');
      await db
        .insertInto('caught_up')
        .values({ type, value: value.join(' '), until })
        .onConflict((conflict) => conflict.columns(['type', 'value']).doUpdateSet({ until }))
        .execute();
    },
  };
}

function keyOf(values: Readonly<Record<string, string>>): string {
  return identityKey({ type: '', anchor: '', for: values });
}
