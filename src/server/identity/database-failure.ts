/** What SQLite's failures mean for people, told by its result codes (sqlite.org/rescode.html). */

export interface DatabaseFailure {
  /** Finishes the sentence "The database …". */
  readonly state: string;
  readonly advice: string;
  /** The file itself is at fault, not what is around it. */
  readonly isDamage: boolean;
}

/** What `error` says about the database; undefined when it is about something else. */
export function databaseFailure(error: unknown): DatabaseFailure | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  if (code !== 'ERR_SQLITE_ERROR' || typeof errcode !== 'number') return undefined;
  // The low byte is the primary code.
  return FAILURES.get(errcode & 0xff);
}

/** Whether waiting a moment can help: another connection is writing. */
export function isBusy(error: unknown): boolean {
  return databaseFailure(error) === LOCKED;
}

const LOCKED: DatabaseFailure = {
  state: 'is locked by another program',
  advice: 'end that program, or wait until it is done.',
  isDamage: false,
};
const READ_ONLY: DatabaseFailure = {
  state: 'cannot be written',
  advice: 'give this user the right to write the file and its folder.',
  isDamage: false,
};
const BROKEN: DatabaseFailure = {
  state: 'cannot be read or written',
  advice: 'look at the disk and at the file’s owner.',
  isDamage: false,
};
const DAMAGED: DatabaseFailure = {
  state: 'is damaged',
  advice: 'put a copy of it back.',
  isDamage: true,
};

/** A statement's own mistakes (SQLITE_ERROR, SQLITE_CONSTRAINT) are this program's, and not here. */
const FAILURES: ReadonlyMap<number, DatabaseFailure> = new Map([
  [3, READ_ONLY],
  [5, LOCKED],
  [6, LOCKED],
  [8, READ_ONLY],
  [10, BROKEN],
  [11, DAMAGED],
  [13, { state: 'is full', advice: 'make room on its disk.', isDamage: false }],
  [14, BROKEN],
  [15, LOCKED],
  [26, DAMAGED],
]);
