/** Every run with all of its events, one after the other: at no time are all of them in memory. */
import type { StoredEvent, StoredRun } from '../../../workspace/store.ts';
import type { Database } from '../../database/connection.ts';
import { openRunReader } from './run-reader.ts';

export async function* eachRun(
  db: Database,
): AsyncGenerator<StoredRun & { readonly events: readonly StoredEvent[] }> {
  const reader = openRunReader(db);
  let last = '';
  for (;;) {
    const ids = await db
      .selectFrom('run')
      .select('id')
      .where('id', '>', last)
      .orderBy('id')
      .limit(PAGE)
      .execute();
    for (const stored of await reader.loadAll(ids.map(({ id }) => id))) {
      yield { ...stored, events: await reader.history(stored.id, -1, Number.MAX_SAFE_INTEGER) };
    }
    if (ids.length < PAGE) return;
    last = ids.at(-1)?.id ?? '';
  }
}

const PAGE = 100;
