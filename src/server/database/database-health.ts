/**
 * Whether the database can be written, told once when that changes. Reading goes on without
 * writing; only what must be kept is refused meanwhile.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { DatabaseStateEvent } from '../audit.ts';
import type { Database, DatabaseTransaction } from './connection.ts';
import { databaseFailure, isBusy } from './database-failure.ts';

export interface DatabaseHealth {
  /** Runs a write that nobody waits for; returns whether it was made. A failure is counted. */
  tryWrite(write: (trx: DatabaseTransaction) => Promise<unknown>): Promise<boolean>;
  /**
   * Runs a change that somebody waits for, as one transaction: all of it is kept, or none. While
   * another change is in the way, a while, it is begun again.
   */
  write<T>(work: (trx: DatabaseTransaction) => Promise<T>): Promise<T>;
  /** Notes what went wrong elsewhere; returns whether it is about the database. */
  failed(error: unknown): boolean;
  /** Whether the database can be written now, asked anew when it was not asked for a while. */
  check(): Promise<boolean>;
}

export function openDatabaseHealth(
  db: Database,
  clock: () => number,
  report: (event: DatabaseStateEvent) => void,
): DatabaseHealth {
  let failures = 0;
  let askedAtMs = clock();

  function failed(error: unknown): boolean {
    const failure = databaseFailure(error);
    if (failure === undefined) return false;
    askedAtMs = clock();
    const detail = `The database ${failure.state} — ${failure.advice}`;
    if (failures++ === 0) report({ event: 'database-unavailable', detail });
    return true;
  }

  function succeeded(): void {
    askedAtMs = clock();
    if (failures > 0) report({ event: 'database-available', failures });
    failures = 0;
  }

  /** Runs `work`; false when the database failed it. */
  async function attempt(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      succeeded();
      return true;
    } catch (error) {
      if (failed(error)) return false;
      throw error;
    }
  }

  return {
    async tryWrite(write) {
      // Not each request waits for a lock that the one before it did not get.
      if (failures > 0 && isRecent(clock() - askedAtMs, RETRY_MS)) {
        failures++;
        return false;
      }
      return attempt(() => db.transaction().execute(write));
    },

    async write(work) {
      for (let count = 1; ; count++) {
        try {
          const result = await db.transaction().execute(work);
          succeeded();
          return result;
        } catch (error) {
          if (!isBusy(error) || count === WRITE_ATTEMPTS) throw error;
        }
        // Requests go on meanwhile, which they would not while SQLite waits.
        await pause(WRITE_PAUSE_MS);
      }
    },

    failed,

    async check() {
      const age = clock() - askedAtMs;
      if (isRecent(age, failures > 0 ? RETRY_MS : PROBE_MS)) return failures === 0;
      // Who asks meanwhile is told what was known.
      askedAtMs = clock();
      const writtenAt = clock();
      return attempt(() =>
        db
          .insertInto('health')
          .values({ id: 1, writtenAt })
          .onConflict((conflict) => conflict.column('id').doUpdateSet({ writtenAt }))
          .execute(),
      );
    },
  };
}

/** Changes take milliseconds: within a second, one of these comes through. */
const WRITE_ATTEMPTS = 10;
const WRITE_PAUSE_MS = 100;

/** How soon a database that could not be written is tried again. */
const RETRY_MS = 1000;

/** How long a success is believed: whoever asks cannot make the disk work more than this. */
const PROBE_MS = 10_000;

/** A clock that jumped back makes an age that is none. */
function isRecent(ageMs: number, limitMs: number): boolean {
  return ageMs >= 0 && ageMs < limitMs;
}
