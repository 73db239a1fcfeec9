/** Reading everything as it was at one moment, while others go on writing. */
import { sql } from 'kysely';
import type { Connection, Database } from './connection.ts';

/** Runs `read` on a connection that sees nothing of what is committed from now on. */
export function readSnapshot<T>(
  { db, kind }: Connection,
  read: (db: Database) => Promise<T>,
): Promise<T> {
  const begin =
    kind === 'sqlite' ? 'BEGIN DEFERRED' : 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';
  return db.connection().execute(async (own) => {
    await sql.raw(begin).execute(own);
    try {
      return await read(own);
    } finally {
      await sql.raw('COMMIT').execute(own);
    }
  });
}
