/** The tables of mail: what waits to be sent, and the links by which a lost password is replaced. */
import type { Kysely } from 'kysely';

export async function keepMail(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;

  // Mails. `content` is sealed, and null once a mail is sent or given up; a key is there once.
  await schema
    .createTable('outbox')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('key', 'text', (column) => column.unique())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('recipient', 'text', (column) => column.notNull())
    .addColumn('content', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('createdAt', 'bigint', (column) => column.notNull())
    .addColumn('nextAttemptAt', 'bigint', (column) => column.notNull())
    .addColumn('expiresAt', 'bigint')
    .addColumn('endedAt', 'bigint')
    .addColumn('detail', 'text')
    .execute();
  await schema.createIndex('outboxDue').on('outbox').columns(['state', 'nextAttemptAt']).execute();
  await schema.createIndex('outboxRecipient').on('outbox').column('recipient').execute();

  // Somebody says that the password of an address is lost; what they typed is sealed.
  await schema
    .createTable('resetRequest')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('email', 'text', (column) => column.notNull())
    .addColumn('place', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();

  // Links that replace a password, under the keyed hash of what is in their address; `madeBy` says
  // whether the person asked for it or an administrator.
  await schema
    .createTable('resetLink')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('userId', 'text', (column) =>
      column.notNull().references('user.id').onDelete('cascade'),
    )
    .addColumn('madeBy', 'text', (column) => column.notNull())
    .addColumn('createdAt', 'bigint', (column) => column.notNull())
    .addColumn('expiresAt', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('resetLinkUser').on('resetLink').column('userId').execute();
}
