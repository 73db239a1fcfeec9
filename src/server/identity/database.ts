/**
 * Opens the one SQLite file behind accounts, sessions and the sign-in throttle, readable by this
 * user alone.
 */
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Opens `opsbook.sqlite` in `folder`, creating both; a folder that exists keeps its own mode. */
export function openDatabase(folder: string): DatabaseSync {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'opsbook.sqlite');
  // SQLite would create the file with the umask's mode; the journal files inherit the mode set
  // here.
  closeSync(openSync(path, 'a', 0o600));
  const database = new DatabaseSync(path);
  // FULL: an account or a revoked session survives a power cut, not only a crash of the process.
  database.exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  return database;
}

/** Runs `work` as one change: all of it is kept, or none. */
export async function inTransaction(
  database: DatabaseSync,
  work: () => void | Promise<void>,
): Promise<void> {
  database.exec('BEGIN IMMEDIATE');
  try {
    await work();
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}
