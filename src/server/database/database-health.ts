/**
 * Whether the database can be written, told once when that changes. Reading goes on without
 * writing; only what must be kept is refused meanwhile.
 */
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import type { DatabaseStateEvent } from '../audit.ts';
import { databaseFailure, isBusy } from './database-failure.ts';

export interface DatabaseHealth {
  /** Runs a write that nobody waits for; returns whether it was made. A failure is counted. */
  tryWrite(write: () => void): boolean;
  /** Runs a write that somebody waits for, again while another connection holds the lock, a while. */
  write<T>(write: () => T): Promise<T>;
  /** Notes what went wrong elsewhere; returns whether it is about the database. */
  failed(error: unknown): boolean;
  /** Whether the database can be written now, asked anew when it was not asked for a while. */
  check(): boolean;
}

export function openDatabaseHealth(
  database: DatabaseSync,
  clock: () => number,
  report: (event: DatabaseStateEvent) => void,
): DatabaseHealth {
  const probe = database.prepare('INSERT OR REPLACE INTO health VALUES (1, ?)');
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

  return {
    tryWrite(write) {
      // Not each request waits for a lock that the one before it did not get.
      if (failures > 0 && isRecent(clock() - askedAtMs, RETRY_MS)) {
        failures++;
        return false;
      }
      try {
        write();
        succeeded();
        return true;
      } catch (error) {
        if (failed(error)) return false;
        throw error;
      }
    },

    async write(write) {
      for (let attempt = 1; ; attempt++) {
        try {
          const result = write();
          succeeded();
          return result;
        } catch (error) {
          if (!isBusy(error) || attempt === WRITE_ATTEMPTS) throw error;
        }
        // Requests go on meanwhile, which they would not while SQLite waits.
        await pause(WRITE_PAUSE_MS);
      }
    },

    failed,

    check() {
      const age = clock() - askedAtMs;
      if (isRecent(age, failures > 0 ? RETRY_MS : PROBE_MS)) return failures === 0;
      try {
        probe.run(clock());
        succeeded();
        return true;
      } catch (error) {
        if (!failed(error)) throw error;
        return false;
      }
    },
  };
}

/** Commands hold the lock for milliseconds: within a second, one of these comes through. */
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
