/** Whoever has a password here, by the hash that is kept of it. */
import type { Database, DatabaseTransaction } from '../database/connection.ts';
import { PASSWORD_PROVIDER_ID } from './better-auth.ts';

export interface PasswordOwner {
  readonly userId: string;
  readonly passwordHash: string;
}

/** Undefined for people who sign in with the identity provider. */
export async function passwordOwner(
  db: Database | DatabaseTransaction,
  userId: string,
): Promise<PasswordOwner | undefined> {
  const row = await db
    .selectFrom('account')
    .select('password')
    .where('userId', '=', userId)
    .where('providerId', '=', PASSWORD_PROVIDER_ID)
    .executeTakeFirst();
  return row?.password == null ? undefined : { userId, passwordHash: row.password };
}
