/**
 * Slows down guessing. Each account and each socket address has a count of attempts since its last
 * success; past a few free ones every further attempt must wait, twice as long each time, up to a
 * cap. The counts live in the database, so a restart forgives nothing. An attempt is counted before
 * the password is looked at: parallel guesses cannot share a free one.
 */
import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

export interface Throttle {
  /**
   * Counts an attempt and returns 0, or returns the milliseconds still to wait and counts nothing.
   */
  attempt(account: string, address: string): number;
  /** Takes back what `attempt` counted, and clears the account. */
  succeeded(account: string, address: string): void;
}

export function openThrottle(database: DatabaseSync, clock: () => number): Throttle {
  database.exec(
    'CREATE TABLE IF NOT EXISTS throttle (subject TEXT PRIMARY KEY, attempts INTEGER NOT NULL, ' +
      'blockedUntil INTEGER NOT NULL, lastAttempt INTEGER NOT NULL) WITHOUT ROWID',
  );
  const find = database.prepare('SELECT attempts, blockedUntil FROM throttle WHERE subject = ?');
  const save = database.prepare('INSERT OR REPLACE INTO throttle VALUES (?, ?, ?, ?)');
  const forgive = database.prepare('DELETE FROM throttle WHERE subject = ?');
  const forgiveOne = database.prepare(
    'UPDATE throttle SET attempts = max(attempts - 1, 0), blockedUntil = 0 WHERE subject = ?',
  );
  const forget = database.prepare('DELETE FROM throttle WHERE lastAttempt < ?');

  return {
    attempt(account, address) {
      const now = clock();
      forget.run(now - MEMORY_MS);
      const limits = limitsFor(account, address).map((limit) => {
        const row = find.get(limit.subject);
        return {
          ...limit,
          attempts: Number(row?.attempts ?? 0) + 1,
          waitMs: Number(row?.blockedUntil ?? 0) - now,
        };
      });
      const waitMs = Math.max(...limits.map((limit) => limit.waitMs));
      if (waitMs > 0) return waitMs;
      for (const { subject, attempts, free, maxDelayMs } of limits) {
        save.run(subject, attempts, now + delayMs(attempts - free, maxDelayMs), now);
      }
      return 0;
    },
    succeeded(account, address) {
      const [byAccount, byAddress] = limitsFor(account, address);
      forgive.run(byAccount.subject);
      forgiveOne.run(byAddress.subject);
    },
  };
}

/** Counts are forgotten after this long without an attempt. */
const MEMORY_MS = 24 * 60 * 60 * 1000;

/**
 * The account's cap is short, because anybody can run into it on another's behalf; the address's is
 * long, and its free attempts are more, because a whole office can share one.
 */
function limitsFor(account: string, address: string) {
  // Hashed, because people type passwords into the wrong field.
  const hashed = createHash('sha256').update(account).digest('base64url');
  return [
    { subject: `account:${hashed}`, free: 5, maxDelayMs: 60_000 },
    { subject: `address:${address}`, free: 20, maxDelayMs: 15 * 60_000 },
  ] as const;
}

function delayMs(excess: number, maxDelayMs: number): number {
  return excess < 0 ? 0 : Math.min(1000 * 2 ** excess, maxDelayMs);
}
