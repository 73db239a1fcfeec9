/**
 * The file of the embedded database, readable by this user alone. One that is not whole, or not
 * ours, is refused with a sentence: nothing is made in place of what was lost.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makeIgnoredFolder } from '../../source/ignored-folder.ts';
import { ConfigError } from '../config/config-error.ts';
import { placeOnce } from '../config/place-once.ts';
import { SECRET_FILE } from '../config/secret.ts';
import { databaseFailure } from './database-failure.ts';

const DATABASE_FILE = 'opsbook.sqlite';

/** In the file's header, so that another program's database is told from ours: `Opsb`. */
const APPLICATION_ID = 0x4f707362;

/** Of the tables before their migrations were numbered, which a program of that time works with. */
const SCHEMA_VERSION = 1;

/** How long a statement waits for another's lock; the process does nothing else meanwhile. */
const PATIENCE_MS = 2000;

/**
 * Opens the database in `folder`, creating both; a folder that exists keeps its own mode.
 *
 * @throws ConfigError that says what is wrong with the file.
 */
export function openSqliteFile(folder: string): DatabaseSync {
  const path = ensureSqliteFile(folder);
  if (statSync(path).size === 0) throw lost(path, 'is empty');
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path);
    database.exec(`PRAGMA busy_timeout = ${PATIENCE_MS}`);
    checkWhole(database, path);
    checkOurs(database, path);
    // FULL: an account or a revoked session survives a power cut, not only a crash of the process.
    database.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN IMMEDIATE; ROLLBACK',
    );
    return database;
  } catch (error) {
    database?.close();
    const failure = databaseFailure(error);
    if (failure === undefined) throw error;
    if (failure.isDamage) throw lost(path, failure.state);
    throw new ConfigError([`The database \`${path}\` ${failure.state} — ${failure.advice}`]);
  }
}

/**
 * Makes the database of a new installation in `folder` and returns its path. It appears whole, under
 * its name, in one step: an empty file is never one that was just begun.
 *
 * @throws ConfigError when the installation is not new: its secret is there.
 */
function ensureSqliteFile(folder: string): string {
  makeIgnoredFolder(folder);
  const path = join(folder, DATABASE_FILE);
  if (existsSync(path)) return path;
  const secret = join(folder, SECRET_FILE);
  if (existsSync(secret)) throw lost(path, 'is gone', ` with \`${secret}\``);
  const begun = `${path}.${randomBytes(6).toString('hex')}`;
  // SQLite would create the file with the umask's mode; the journal files inherit the mode set
  // here.
  closeSync(openSync(begun, 'wx', 0o600));
  try {
    const database = new DatabaseSync(begun);
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA journal_mode = WAL`);
    database.close();
    placeOnce(begun, path);
  } finally {
    for (const suffix of ['', '-wal', '-shm']) rmSync(begun + suffix, { force: true });
  }
  return path;
}

export function hasSqliteFile(folder: string): boolean {
  return existsSync(join(folder, DATABASE_FILE));
}

function checkWhole(database: DatabaseSync, path: string): void {
  const found = database.prepare('PRAGMA quick_check(1)').get();
  if (found?.quick_check !== 'ok') throw lost(path, 'is damaged');
}

function checkOurs(database: DatabaseSync, path: string): void {
  const id = database.prepare('PRAGMA application_id').get()?.application_id;
  // Earlier versions set no id.
  const column = "SELECT 1 FROM pragma_table_info('user') WHERE name = 'mustChangePassword'";
  const isEarlier = id === 0 && database.prepare(column).get() !== undefined;
  if (id !== APPLICATION_ID && !isEarlier) {
    throw new ConfigError([
      `The database \`${path}\` is not one of this program — set \`OPSBOOK_DATA\` to a folder of ` +
        'its own, or put the right file back.',
    ]);
  }
  if (isEarlier) database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
  if (Number(database.prepare('PRAGMA user_version').get()?.user_version) > SCHEMA_VERSION) {
    throw new ConfigError([
      `The database \`${path}\` was written by a newer version — start that one.`,
    ]);
  }
}

function lost(path: string, state: string, besides = ''): ConfigError {
  return new ConfigError([
    `The database \`${path}\` ${state} — put a copy of it back. To begin anew, without the accounts ` +
      `and tokens that were in it, move it away${besides}.`,
  ]);
}
