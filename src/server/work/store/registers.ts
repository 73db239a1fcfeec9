/** What schedules run for, and who holds which role. */
import { identityKey } from '../../../workflow/index.ts';
import type { Store } from '../../../workspace/store.ts';
import type { Database } from '../../database/connection.ts';

type Registers = Pick<
  Store,
  'roleHolders' | 'setRoleHolder' | 'registered' | 'setRegistered' | 'removeRegistered'
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

    async setRegistered(registered) {
      const rows = registered.map(({ type, value }) => ({
        type,
        key: keyOf(value.for),
        value: JSON.stringify(value),
      }));
      await db.transaction().execute(async (trx) => {
        for (const row of rows) {
          await trx
            .insertInto('register_value')
            .values(row)
            .onConflict((conflict) =>
              conflict.columns(['type', 'key']).doUpdateSet({ value: row.value }),
            )
            .execute();
        }
      });
    },

    async removeRegistered(type, values) {
      const { numDeletedRows } = await db
        .deleteFrom('register_value')
        .where('type', '=', type)
        .where('key', '=', keyOf(values))
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}

function keyOf(values: Readonly<Record<string, string>>): string {
  return identityKey({ type: '', anchor: '', for: values });
}
