/**
 * The tables of second factors: authenticator apps and passkeys, backup codes, and what may be shown
 * once. Sessions say what they were proved by, and when.
 */
import type { Kysely } from 'kysely';

export async function keepSecondFactors(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;

  // `key` is sealed with the secret: the seed of an app, or the public key of a passkey. `counter`
  // only ever grows: the last time step of an app, or what the passkey counts.
  await schema
    .createTable('secondFactor')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('userId', 'text', (column) =>
      column.notNull().references('user.id').onDelete('cascade'),
    )
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('credentialId', 'text', (column) => column.unique())
    .addColumn('transports', 'text')
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('counter', 'bigint', (column) => column.notNull())
    .addColumn('createdAt', 'bigint', (column) => column.notNull())
    .addColumn('lastUsedAt', 'bigint')
    .execute();
  await schema
    .createIndex('secondFactorUser')
    .on('secondFactor')
    .columns(['userId', 'kind'])
    .execute();

  // Codes that are still good, under their keyed hash.
  await schema
    .createTable('backupCode')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('userId', 'text', (column) =>
      column.notNull().references('user.id').onDelete('cascade'),
    )
    .execute();
  await schema.createIndex('backupCodeUser').on('backupCode').column('userId').execute();

  // Challenges that were answered, until they would have run out anyway.
  await schema
    .createTable('spentChallenge')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('until', 'bigint', (column) => column.notNull())
    .execute();

  await schema.alterTable('personSession').addColumn('provedBy', 'text').execute();
  await schema.alterTable('personSession').addColumn('provedAt', 'bigint').execute();
}
