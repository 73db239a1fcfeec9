/** What keeps two changes of one person apart. */
import type { DatabaseTransaction } from '../database/connection.ts';

/**
 * Holds the row of a person until the transaction ends. Whatever opens a session, or makes sessions
 * end for good, holds it first: a session is opened either before, and ends with the others, or
 * after, and sees that the person is disabled or has another password.
 */
export function lockPerson(trx: DatabaseTransaction, userId: string) {
  return trx
    .selectFrom('user')
    .select(['id', 'disabled'])
    .where('id', '=', userId)
    .forUpdate()
    .executeTakeFirst();
}
