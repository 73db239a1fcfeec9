/**
 * The one way to the database behind accounts and work: SQLite in a file beside the portal, or
 * PostgreSQL at an address, one code for both. Tables hold TEXT, whole numbers and JSON as TEXT.
 */
import type { DatabaseSync } from 'node:sqlite';
import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { NodeSqliteDialect } from './sqlite-dialect.ts';
import type { Tables } from './tables.ts';

export type Database = Kysely<Tables>;
/** Within a transaction nothing may be asked of the `Database` itself: on SQLite it would wait forever. */
export type DatabaseTransaction = Transaction<Tables>;

export type DatabaseKind = 'sqlite' | 'postgres';

export interface Connection {
  readonly kind: DatabaseKind;
  /** The file, or the address without its password, for sentences. */
  readonly name: string;
  readonly db: Database;
  close(): Promise<void>;
}

export function connectSqlite(file: DatabaseSync): Connection {
  const db = new Kysely<Tables>({ dialect: new NodeSqliteDialect(file) });
  let closed: Promise<void> | undefined;
  return {
    kind: 'sqlite',
    name: pathOf(file) || 'in memory',
    db,
    close: () => (closed ??= closeFile(db, file)),
  };
}

async function closeFile(db: Database, file: DatabaseSync): Promise<void> {
  await db.destroy();
  file.close();
}

/** Empty for one in memory. */
function pathOf(file: DatabaseSync): string {
  return String(file.prepare('PRAGMA database_list').get()?.file ?? '');
}

/** Nothing is asked of the server yet. */
export function connectPostgres(address: string): Connection {
  const pool = new pg.Pool({
    connectionString: address,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    // A server that no longer responds, and a transaction whose program does not, hold up nobody for long.
    query_timeout: QUERY_MS,
    lock_timeout: LOCK_MS,
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_MS,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    application_name: 'opsbook',
    types: { getTypeParser: parserOf },
  });
  // A connection that breaks, idle or in use, is replaced when one is needed. Whoever asks is told by
  // what was asked; an event that nobody listens to would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => void client.on('error', () => {}));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  let closed: Promise<void> | undefined;
  return {
    kind: 'postgres',
    name: nameOf(address),
    db,
    close: () => (closed ??= closePool(db, pool)),
  };
}

/** Kysely ends only a pool that it has used. */
async function closePool(db: Database, pool: pg.Pool): Promise<void> {
  await db.destroy();
  if (!pool.ending) await pool.end();
}

/** Where the database is, without what opens it. */
function nameOf(address: string): string {
  const { host, pathname, searchParams } = new URL(address);
  return `${searchParams.get('host') ?? decodeURIComponent(host)}${pathname}`;
}

/** `bigint` as a number, like SQLite: nothing that is counted here comes near 2^53. */
function parserOf(oid: number, format?: 'text' | 'binary') {
  if (oid === pg.types.builtins.INT8) return Number;
  return pg.types.getTypeParser(oid, format);
}

const MAX_CONNECTIONS = 10;
const CONNECT_MS = 5000;
const QUERY_MS = 15_000;
const LOCK_MS = 5000;
const IDLE_TRANSACTION_MS = 30_000;
