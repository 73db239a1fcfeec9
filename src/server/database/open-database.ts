/**
 * Opens the database that an installation is told to use, with its tables as this version needs
 * them, or says in a sentence why that cannot be.
 */
import { sql } from 'kysely';
import { ConfigError } from '../config/config-error.ts';
import { type Connection, connectPostgres, connectSqlite } from './connection.ts';
import { databaseFailure } from './database-failure.ts';
import { migrate, refuseNewer, schemaState } from './migrate.ts';
import { hasSqliteFile, openSqliteFile } from './sqlite-file.ts';

export interface DatabasePlace {
  /** Folder of the embedded database, and of the secret in either case. */
  readonly data: string;
  /** Address of a PostgreSQL database, used instead when it is there. */
  readonly databaseUrl?: string | undefined;
}

/**
 * Opens the database for work. The embedded one is made and brought up to date on the way;
 * PostgreSQL, which others may be using, only when told to (`migrateDatabase`).
 *
 * @throws ConfigError when the database cannot be used.
 */
export function openDatabase(
  place: DatabasePlace,
  { isServer = false }: OpenOptions = {},
): Promise<Connection> {
  return open(place, async (connection) => {
    if (connection.kind === 'postgres') return refuseOther(connection);
    await migrate(connection);
    const patience = sql.lit(SERVER_PATIENCE_MS);
    if (isServer) await sql`PRAGMA busy_timeout = ${patience}`.execute(connection.db);
  });
}

export interface OpenOptions {
  /** A server has other requests to answer while something holds the file; a command has not. */
  readonly isServer?: boolean;
}

/** Enough for what SQLite does between two of its own connections. */
const SERVER_PATIENCE_MS = 10;

/**
 * Opens the database as it is: nothing is made and nothing changed.
 *
 * @throws ConfigError when it is not there, or not of this version.
 */
export async function openExisting(place: DatabasePlace): Promise<Connection> {
  if (place.databaseUrl === undefined && !hasSqliteFile(place.data)) {
    throw new ConfigError([
      `There is no database in \`${place.data}\` yet — start the portal, or run \`opsbook work migrate\`.`,
    ]);
  }
  return open(place, refuseOther);
}

/**
 * Brings the tables up to date and returns the steps that were taken.
 *
 * @throws ConfigError when the database cannot be used, or a newer version has been here.
 */
export async function migrateDatabase(place: DatabasePlace): Promise<readonly string[]> {
  let taken: readonly string[] = [];
  const connection = await open(place, async (connection) => {
    taken = await migrate(connection);
  });
  await connection.close();
  return taken;
}

async function open(
  { data, databaseUrl }: DatabasePlace,
  prepare: (connection: Connection) => Promise<void>,
): Promise<Connection> {
  const connection =
    databaseUrl === undefined ? connectSqlite(openSqliteFile(data)) : connectPostgres(databaseUrl);
  try {
    await prepare(connection);
    return connection;
  } catch (error) {
    await connection.close();
    const failure = databaseFailure(error);
    if (failure === undefined) throw error;
    throw new ConfigError([
      `The database \`${connection.name}\` ${failure.state} — ${failure.advice}`,
    ]);
  }
}

async function refuseOther(connection: Connection): Promise<void> {
  const { pending, unknown } = await schemaState(connection);
  refuseNewer(unknown);
  if (pending.length === 0) return;
  throw new ConfigError([
    `The tables of the database \`${connection.name}\` are not yet those of this version — run ` +
      '`opsbook work migrate`, after a backup.',
  ]);
}
