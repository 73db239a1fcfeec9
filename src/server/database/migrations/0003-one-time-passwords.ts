/** One-time passwords open one session: whether that was opened is kept with the person. */
import type { Kysely } from 'kysely';

export async function keepUseOfOneTimePasswords(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('user')
    // What was given before counts as unused: nobody is locked out by an update.
    .addColumn('oneTimePasswordUsed', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
}
