/** Work moves from one database to the other and back: the same bytes, whatever language sorts there. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import {
  type Connection,
  connectPostgres,
  connectSqlite,
} from '../../src/server/database/connection.ts';
import { migrate } from '../../src/server/database/migrate.ts';
import { openDiskBlobs } from '../../src/server/work/blobs/disk-blobs.ts';
import { exportFolder } from '../../src/server/work/portable/export-folder.ts';
import { importFolder } from '../../src/server/work/portable/import-folder.ts';
import { smallWorkspace } from '../server/work/work-fixture.ts';
import { temporaryFolder } from '../support/content.ts';
import { withPostgres } from '../support/postgres.ts';
import { compileSmall } from '../workflow/runtime-template.ts';

const postgres = withPostgres();
const format = 'opsbook-backup' as const;
const TEMPLATE = compileSmall([{ offsetDays: 0, time: '09:00' }, { offsetDays: 1 }]);
/** Sorted otherwise by their bytes than by a language. */
const CLIENTS = ['Zebra', 'apple', 'Äpfel', 'Apple', 'öl', 'zebra', '-dash', 'a b', 'ab'];

/** Sorts texts as English does. */
async function englishDatabase(): Promise<Connection> {
  const address = new URL(await postgres.createDatabase());
  await postgres.run(
    "CREATE DATABASE english TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'",
  );
  address.pathname = '/english';
  return connectPostgres(address.href);
}

test('PR-24 From SQLite to PostgreSQL and back', async () => {
  const blobs = openDiskBlobs(join(temporaryFolder(), 'files'));
  const places = [
    connectSqlite(new DatabaseSync(':memory:')),
    await englishDatabase(),
    connectSqlite(new DatabaseSync(':memory:')),
  ];
  for (const place of places) await migrate(place);
  const [first] = places;
  const { start, act, store } = await smallWorkspace([TEMPLATE], first);
  for (const client of CLIENTS) {
    const { id } = await start({ type: 'small', anchor: '2026-07-02', title: client });
    await act(id, { type: 'complete', refId: 'task-0', evidence: { comment: client } });
    await store.setRegistered([{ type: 'small', value: { for: { client } } }]);
    await store.setRoleHolder({ role: client, userId: 'ada', value: client }, true);
  }
  const folder = temporaryFolder();
  const exports: Record<string, string>[] = [];
  for (const [index, connection] of places.entries()) {
    const to = join(folder, `${index}`);
    if (index > 0) {
      await importFolder({ connection, blobs, folder: join(folder, `${index - 1}`), format });
    }
    await exportFolder({ connection, blobs, folder: to, format });
    exports.push(contentsOf(to));
  }
  for (const place of places) await place.close();
  expect(Object.keys(exports[0] ?? {})).toContain('registers.jsonl');
  expect(exports[1]).toEqual(exports[0]);
  expect(exports[2]).toEqual(exports[0]);
});

function contentsOf(folder: string): Record<string, string> {
  const names = readdirSync(folder).filter((name) => name !== 'files');
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}
