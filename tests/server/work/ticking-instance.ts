/**
 * One instance of the server as far as its schedules go: a process that looks at them at each of
 * the moments it is given, over the database that others look through, too. Prints how many runs
 * it made.
 */
import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { connectSqlite } from '../../../src/server/database/connection.ts';
import { openStore } from '../../../src/server/work/store/kysely-store.ts';
import { newId } from '../../../src/server/work/work-services.ts';
import { tick } from '../../../src/workspace/tick.ts';

const [file = '', plan = ''] = process.argv.slice(2);
const { templates, moments } = JSON.parse(readFileSync(plan, 'utf8'));
const connection = connectSqlite(new DatabaseSync(file, { timeout: 20_000 }));
const store = openStore(connection);
const published = {
  templates,
  timeZone: 'UTC',
  title: 'Small',
  home: 'work',
  stepsOf: async () => ({}),
} as const;

let made = 0;
for (const at of moments) made += (await tick(store, published, { at, newId })).made.length;
await connection.close();
process.stdout.write(`${made}\n`);
