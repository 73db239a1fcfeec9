/** Sessions as the database has them, each by the hash that stands for it. */
import type { Database, DatabaseTransaction } from '../database/connection.ts';
import { PASSWORD_PROVIDER_ID } from './better-auth.ts';

/** A session with its person, who is not disabled. */
export function rowOf(db: Database, key: string) {
  return db
    .selectFrom('personSession as session')
    .innerJoin('user', 'user.id', 'session.userId')
    .leftJoin('account', (join) =>
      join
        .onRef('account.userId', '=', 'user.id')
        .on('account.providerId', '=', PASSWORD_PROVIDER_ID),
    )
    .select((row) =>
      row
        .selectFrom('secondFactor')
        .select('secondFactor.id')
        .whereRef('secondFactor.userId', '=', 'session.userId')
        .limit(1)
        .as('secondFactor'),
    )
    .select([
      'session.createdAt',
      'session.lastSeenAt',
      'session.provedBy',
      'session.provedAt',
      'user.id as userId',
      'user.email',
      'user.mustChangePassword',
      'user.role',
      'user.timeZone',
      'account.id as passwordLogin',
    ])
    .where('session.hash', '=', key)
    .where('user.disabled', '=', 0);
}

export function touch(trx: DatabaseTransaction, key: string, now: number) {
  return trx
    .updateTable('personSession')
    .set({ lastSeenAt: now })
    .where('hash', '=', key)
    .execute();
}

export function remove(trx: DatabaseTransaction, key: string) {
  return trx.deleteFrom('personSession').where('hash', '=', key).execute();
}
