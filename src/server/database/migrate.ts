/**
 * Brings tables from any earlier version to this one, forward and in order, each step as one change.
 * Steps that have landed never change; a new version adds a step that an older program can work
 * beside, or is refused by it.
 */
import { type Migration, Migrator } from 'kysely/migration';
import { ConfigError } from '../config/config-error.ts';
import type { Connection, DatabaseKind } from './connection.ts';
import { keepIdentity } from './migrations/0001-identity.ts';
import { keepWork } from './migrations/0002-work.ts';
import { keepUseOfOneTimePasswords } from './migrations/0003-one-time-passwords.ts';
import { keepSecondFactors } from './migrations/0004-second-factor.ts';
import { keepMail } from './migrations/0005-mail.ts';

const migrationsOf = (kind: DatabaseKind): Readonly<Record<string, Migration>> => ({
  '0001-identity': { up: keepIdentity(kind) },
  '0002-work': { up: keepWork },
  '0003-one-time-passwords': { up: keepUseOfOneTimePasswords },
  '0004-second-factor': { up: keepSecondFactors },
  '0005-mail': { up: keepMail },
});

export interface SchemaState {
  /** Steps that are still to be taken, in order. */
  readonly pending: readonly string[];
  /** Steps that a newer version has taken. */
  readonly unknown: readonly string[];
}

/** How far the tables are; nothing is changed. */
export async function schemaState({ kind, db }: Connection): Promise<SchemaState> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  const known = Object.keys(migrationsOf(kind));
  if (!tables.some(({ name }) => name === TABLE)) return { pending: known, unknown: [] };
  const rows = await db
    .withTables<{ kysely_migration: { name: string } }>()
    .selectFrom(TABLE)
    .select('name')
    .execute();
  const taken = new Set(rows.map(({ name }) => name));
  return {
    pending: known.filter((name) => !taken.has(name)),
    unknown: [...taken].filter((name) => !known.includes(name)).sort(),
  };
}

/**
 * Takes the steps that are pending and returns them. Two programs may ask at once: one waits.
 *
 * @throws ConfigError when a newer version has been here.
 */
export async function migrate(connection: Connection): Promise<readonly string[]> {
  const { pending, unknown } = await schemaState(connection);
  refuseNewer(unknown);
  if (pending.length === 0) return [];
  const provider = { getMigrations: async () => migrationsOf(connection.kind) };
  const { error } = await new Migrator({ db: connection.db, provider }).migrateToLatest();
  if (isAnothers(error)) {
    throw new ConfigError([
      `The database \`${connection.name}\` has tables of another program — give this one a ` +
        'database of its own.',
    ]);
  }
  if (error !== undefined) throw error;
  return pending;
}

/** On PostgreSQL: `duplicate_table`. */
function isAnothers(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '42P07';
}

export function refuseNewer(unknown: readonly string[]): void {
  if (unknown.length === 0) return;
  throw new ConfigError([
    `The database was written by a newer version (\`${unknown.join('`, `')}\`) — start that one.`,
  ]);
}

const TABLE = 'kysely_migration';
