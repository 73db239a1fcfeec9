/**
 * One instance of the server as far as its schedules go: a process that looks at them at each of
 * the moments it is given, over the database that others look through, too. Prints how many runs
 * it made.
 */
import { readFileSync } from 'node:fs';
import { isBusy } from '../../../src/server/database/database-failure.ts';
import { openDatabase } from '../../../src/server/database/open-database.ts';
import { openStore } from '../../../src/server/work/store/kysely-store.ts';
import { newId } from '../../../src/server/work/work-services.ts';
import type { Store } from '../../../src/workspace/store.ts';
import { tick } from '../../../src/workspace/tick.ts';

const { place, templates, moments } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
const connection = await openDatabase(place);
const kept = openStore(connection);
let made = 0;
const store: Store = {
  ...kept,
  async create(creation) {
    const created = await kept.create(creation);
    if (created.outcome === 'created') made += 1;
    return created;
  },
};
const published = {
  templates,
  timeZone: 'UTC',
  title: 'Small',
  home: 'work',
  stepsOf: async () => ({}),
} as const;

for (const at of moments) await look(at);
await connection.close();
process.stdout.write(`${made}\n`);

/** Others that hold the database too long are waited for, as a server does until its next look. */
async function look(at: string): Promise<void> {
  try {
    await tick(store, published, { at, newId });
  } catch (error) {
    if (!isBusy(error)) throw error;
    await look(at);
  }
}
