/** The connection to PostgreSQL: made, migrated, refused with a sentence. */
import { expect, onTestFinished, test } from 'vitest';
import { connectPostgres } from '../../src/server/database/connection.ts';
import { databaseFailure } from '../../src/server/database/database-failure.ts';
import { migrate, schemaState } from '../../src/server/database/migrate.ts';
import { migrateDatabase, openDatabase } from '../../src/server/database/open-database.ts';
import { makeFolder } from '../server/portal-fixture.ts';
import { freePort } from '../support/free-port.ts';
import { withPostgres } from '../support/postgres.ts';

const postgres = withPostgres();

async function place() {
  return { data: makeFolder(), databaseUrl: await postgres.createDatabase() };
}

test('PR-26 Tables are made only when told to, once, and of two at a time one waits', async () => {
  const here = await place();
  await expect(openDatabase(here)).rejects.toThrow(
    /The tables of the database `127\.0\.0\.1:\d+\/opsbook_\d+` are not yet those.*`opsbook work migrate`/,
  );
  const taken = await Promise.all([migrateDatabase(here), migrateDatabase(here)]);
  expect(taken[0]).toContain('0001-identity');
  expect(await migrateDatabase(here)).toEqual([]);
  const connection = await openDatabase(here);
  onTestFinished(() => connection.close());
  expect(await schemaState(connection)).toEqual({ pending: [], unknown: [] });
});

test('a newer version’s tables, and another program’s, are refused', async () => {
  const here = await place();
  await migrateDatabase(here);
  await postgres.run(
    "insert into kysely_migration values ('9999-later', '2999-01-01T00:00:00Z')",
    here.databaseUrl,
  );
  await expect(openDatabase(here)).rejects.toThrow('newer version (`9999-later`)');
  await expect(migrateDatabase(here)).rejects.toThrow('newer version (`9999-later`)');
  const other = await place();
  await postgres.run('create table "user" (id text)', other.databaseUrl);
  await expect(migrateDatabase(other)).rejects.toThrow('has tables of another program');
});

test('what keeps it from being used is said in a sentence, without the password', async () => {
  const good = new URL(await postgres.createDatabase());
  const changed = (change: (url: URL) => void) => {
    const url = new URL(good.href);
    change(url);
    return url.href;
  };
  const nobody = String(await freePort());
  for (const [address, sentence] of [
    [changed((url) => (url.port = nobody)), /cannot be reached — look whether its server runs/],
    [changed((url) => (url.password = 'wrong')), /does not let this user in — look at name/],
    [changed((url) => (url.pathname = '/nowhere')), /is not there — create it/],
    [changed((url) => (url.hostname = 'nowhere.invalid')), /cannot be reached/],
    [changed((url) => (url.search = '?host=/nowhere')), /cannot be reached/],
    [changed((url) => (url.search = '?sslmode=verify-full')), /does not encrypt connections/],
  ] as const) {
    const opening = openDatabase({ data: makeFolder(), databaseUrl: address });
    await expect(opening).rejects.toThrow(sentence);
    await expect(opening).rejects.not.toThrow(good.password);
  }
});

test('numbers come back as numbers, and locks are waited for, not for ever', async () => {
  const here = await place();
  await migrateDatabase(here);
  const connection = connectPostgres(here.databaseUrl);
  onTestFinished(() => connection.close());
  expect(await migrate(connection)).toEqual([]);
  const { db } = connection;
  const at = Date.now();
  const queued = await db
    .insertInto('auditQueue')
    .values({ at, event: '{}' })
    .returningAll()
    .executeTakeFirstOrThrow();
  expect(queued).toEqual({ id: 1, at, event: '{}' });
  const release = Promise.withResolvers<void>();
  const locked = Promise.withResolvers<void>();
  const lock = () =>
    db
      .transaction()
      .execute((trx) => trx.selectFrom('auditQueue').select('id').forUpdate().execute());
  const holder = db.transaction().execute(async (trx) => {
    await trx.selectFrom('auditQueue').select('id').forUpdate().execute();
    locked.resolve();
    await release.promise;
  });
  await locked.promise;
  const refused = await lock().catch((error: unknown) => error);
  expect(databaseFailure(refused)?.isBusy).toBe(true);
  release.resolve();
  await holder;
  expect(await lock()).toEqual([{ id: 1 }]);
});
