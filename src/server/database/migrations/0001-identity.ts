/**
 * The tables of identity: people with their passwords, sessions and tokens, what is counted against
 * guessing, and what the audit log is still to say. SQLite files of earlier versions have most of
 * them and get what they lack.
 */
import { type CreateTableBuilder, type Kysely, sql } from 'kysely';
import type { DatabaseKind } from '../connection.ts';

export function keepIdentity(kind: DatabaseKind): (db: Kysely<unknown>) => Promise<void> {
  return kind === 'sqlite' ? takeOver : (db) => createTables(db, kind);
}

/** Brings a SQLite file of any age here. What earlier versions kept in clear, or counted otherwise, goes. */
async function takeOver(db: Kysely<unknown>): Promise<void> {
  const before = await db.introspection.getTables();
  await db.schema.dropTable('session').ifExists().execute();
  await db.schema.dropTable('throttle').ifExists().execute();
  await createTables(db, 'sqlite');
  const lacks = (table: string, column: string) => {
    const found = before.find(({ name }) => name === table);
    return found !== undefined && !found.columns.some(({ name }) => name === column);
  };
  const add = (
    table: string,
    column: string,
    type: 'text' | 'integer',
    initial?: string | number,
  ) =>
    db.schema
      .alterTable(table)
      .addColumn(column, type, (added) =>
        initial === undefined ? added : added.notNull().defaultTo(initial),
      )
      .execute();
  if (lacks('user', 'disabled')) await add('user', 'disabled', 'integer', 0);
  if (lacks('user', 'timeZone')) await add('user', 'timeZone', 'text');
  if (lacks('machineToken', 'kind')) await add('machineToken', 'kind', 'text', 'program');
  if (lacks('user', 'role')) {
    await add('user', 'role', 'text', 'reader');
    // Who was here before there was work to do may go on as before.
    await sql`update "user" set "role" = 'operator'`.execute(db);
  }
}

async function createTables(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { schema } = db;
  const isSqlite = kind === 'sqlite';
  // On PostgreSQL, a table that is there already is another program's.
  const create = (name: string): CreateTableBuilder<string> =>
    isSqlite ? schema.createTable(name).ifNotExists() : schema.createTable(name);
  const index = (name: string, table: string, column: string) =>
    schema.createIndex(name).ifNotExists().on(table).column(column).execute();

  // People. `role` is for the workspace, a name of WORK_ROLES.
  await create('user')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('email', 'text', (column) => column.notNull().unique())
    .addColumn('emailVerified', 'integer', (column) => column.notNull())
    .addColumn('image', 'text')
    .addColumn('createdAt', 'text', (column) => column.notNull())
    .addColumn('updatedAt', 'text', (column) => column.notNull())
    .addColumn('mustChangePassword', 'integer', (column) => column.notNull())
    .addColumn('disabled', 'integer', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull().defaultTo('reader'))
    .addColumn('timeZone', 'text')
    .execute();

  // How they sign in: with a password here, or with the identity provider. The columns are those of
  // better-auth.
  await create('account')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('accountId', 'text', (column) => column.notNull())
    .addColumn('providerId', 'text', (column) => column.notNull())
    .addColumn('userId', 'text', (column) =>
      column.notNull().references('user.id').onDelete('cascade'),
    )
    .addColumn('accessToken', 'text')
    .addColumn('refreshToken', 'text')
    .addColumn('idToken', 'text')
    .addColumn('accessTokenExpiresAt', 'text')
    .addColumn('refreshTokenExpiresAt', 'text')
    .addColumn('scope', 'text')
    .addColumn('password', 'text')
    .addColumn('createdAt', 'text', (column) => column.notNull())
    .addColumn('updatedAt', 'text', (column) => column.notNull())
    .execute();
  await index('account_userId_idx', 'account', 'userId');

  // Sessions, under the keyed hash of what the cookie holds.
  await create('personSession')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('userId', 'text', (column) =>
      column.notNull().references('user.id').onDelete('cascade'),
    )
    .addColumn('createdAt', 'bigint', (column) => column.notNull())
    .addColumn('lastSeenAt', 'bigint', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('device', 'text', (column) => column.notNull())
    .execute();
  await index('personSessionUser', 'personSession', 'userId');

  // Tokens of programs and agents, under the hash of their secret.
  await create('machineToken')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('hash', 'text', (column) => column.notNull().unique())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('scopes', 'text', (column) => column.notNull())
    .addColumn('createdAt', 'bigint', (column) => column.notNull())
    .addColumn('expiresAt', 'bigint', (column) => column.notNull())
    .addColumn('revokedAt', 'bigint')
    .addColumn('lastUsedAt', 'bigint')
    .addColumn('kind', 'text', (column) => column.notNull().defaultTo('program'))
    .execute();

  // Attempts to sign in, by account, browser and place.
  await create('attempts')
    .addColumn('subject', 'text', (column) => column.primaryKey())
    .addColumn('account', 'text')
    .addColumn('count', 'double precision', (column) => column.notNull())
    .addColumn('waitMs', 'bigint', (column) => column.notNull())
    .addColumn('since', 'bigint', (column) => column.notNull())
    .execute();
  await index('attemptsSince', 'attempts', 'since');
  await index('attemptsAccount', 'attempts', 'account');

  // What commands did, until the server has written it into the audit log; the id is the order.
  await create('auditQueue')
    .addColumn('id', isSqlite ? 'integer' : 'bigint', (column) =>
      isSqlite
        ? column.primaryKey().autoIncrement()
        : column.primaryKey().generatedByDefaultAsIdentity(),
    )
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('event', 'text', (column) => column.notNull())
    .execute();

  // One row, written to see whether that can be done.
  await create('health')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('writtenAt', 'bigint', (column) => column.notNull())
    .execute();
}
