/** Who is who: the log keeps ids, people know each other by their e-mail addresses. */
import type { Connection } from '../database/connection.ts';

export async function peopleOf({ db }: Connection): Promise<ReadonlyMap<string, string>> {
  const rows = await db.selectFrom('user').select(['id', 'email']).orderBy('email').execute();
  return new Map(rows.map(({ id, email }) => [id, email]));
}
