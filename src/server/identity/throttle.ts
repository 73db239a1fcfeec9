/**
 * Slows down guessing without letting anybody keep somebody else out. Attempts are counted, before
 * the password is looked at, so that parallel guesses cannot share a free one, and in the database,
 * so that a restart forgives nothing:
 *
 * - from a browser that has signed in as this account before: by that browser alone. Whatever
 *   strangers do, it is free.
 * - from any other: by account *and* place (see `addressPrefix`), and by place over all accounts.
 *   Somebody who guesses elsewhere does not touch the count of a person here.
 * - guesses at one account from many places add up to a pressure, of which one a minute is
 *   forgotten: what a single place can go on doing never adds up, what two or more do does. Under
 *   pressure no place has free attempts: even its first must wait, once it has shown itself.
 *
 * Every wait is on the clock of whoever waits and has a cap. A wait that all share, ended for all
 * at once, would be won by whoever asks most often, and a person who asks when told to would never
 * be let in: so pressure lengthens waits, and never moves the end of one that has begun. The price
 * is that n places make n guesses a minute, not one; against passwords of twelve characters that
 * are not among the first guesses this is little, and what all of them can do together is limited
 * by how many hashes are made at a time. Who shares a place with a guesser, and uses a new browser,
 * competes with them: `users unblock` is for that.
 *
 * Waits are kept as a length and a beginning: a clock that jumps shortens a wait or begins it
 * again, and never makes it longer than the cap.
 */
import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { addressPrefix } from './address-prefix.ts';

export interface Throttle {
  /** Counts an attempt and returns 0, or returns the milliseconds still to wait. */
  attempt(by: Attempt): number;
  /** Takes back what `attempt` counted, and clears what stands for this person here. */
  succeeded(by: Attempt): void;
  /** Lets a person in at once, wherever they are. */
  unblock(account: string): void;
}

/** Somebody wants to sign in, or somebody signed in wants to change their password. */
export type Attempt =
  | {
      readonly account: string;
      readonly address: string;
      /** Stands for a browser that is known. */
      readonly browser?: string | undefined;
    }
  | { readonly session: string };

export function openThrottle(database: DatabaseSync, clock: () => number): Throttle {
  const find = database.prepare('SELECT count, waitMs, since FROM attempts WHERE subject = ?');
  const save = database.prepare('INSERT OR REPLACE INTO attempts VALUES (?, ?, ?, ?, ?)');
  const restart = database.prepare('UPDATE attempts SET since = ? WHERE subject = ?');
  const forgive = database.prepare('DELETE FROM attempts WHERE subject = ?');
  const forgiveOne = database.prepare(
    'UPDATE attempts SET count = max(count - 1, 0), waitMs = 0 WHERE subject = ?',
  );
  const forgiveAccount = database.prepare(
    "DELETE FROM attempts WHERE account = ? OR subject GLOB 'place:*'",
  );
  const forget = database.prepare('DELETE FROM attempts WHERE since < ?');
  const forgetOldest = database.prepare(
    'DELETE FROM attempts WHERE subject IN (SELECT subject FROM attempts ORDER BY since ' +
      'LIMIT max((SELECT count(*) FROM attempts) - ?, 0))',
  );
  let tidiedAt: number | undefined;

  function tidy(now: number): void {
    if (tidiedAt !== undefined && Math.abs(now - tidiedAt) < TIDY_INTERVAL_MS) return;
    tidiedAt = now;
    forget.run(now - MEMORY_MS);
    forgetOldest.run(MAX_SUBJECTS);
  }

  function read(subject: string, now: number) {
    const row = find.get(subject);
    const [count, waitMs] = [Number(row?.count ?? 0), Number(row?.waitMs ?? 0)];
    const elapsed = now - Number(row?.since ?? now);
    if (elapsed >= 0) return { isNew: row === undefined, count, elapsed, waitMs: waitMs - elapsed };
    // The clock was ahead: what was written then has only begun.
    restart.run(now, subject);
    return { isNew: false, count, elapsed: 0, waitMs };
  }

  return {
    attempt(by) {
      const now = clock();
      tidy(now);
      const { account, limits, pressure } = subjectsOf(by);
      const found = limits.map((limit) => ({ ...limit, ...read(limit.subject, now) }));
      const waitMs = Math.max(...found.map((limit) => limit.waitMs));
      if (waitMs > 0) return waitMs;
      let pressureMs = 0;
      if (pressure !== undefined) {
        const { count, elapsed } = read(pressure, now);
        const left = Math.max(count - elapsed / PRESSURE_INTERVAL_MS, 0);
        pressureMs = delayMs(left + 1 - FREE_PRESSURE, MAX_WAIT_MS);
        const own = found[0];
        if (pressureMs > 0 && own?.isNew) {
          save.run(own.subject, account, own.free, pressureMs, now);
          return pressureMs;
        }
        save.run(pressure, account, left + 1, 0, now);
      }
      for (const { subject, count, free, maxMs, isOwn } of found) {
        const ownMs = delayMs(count + 1 - free, maxMs);
        const nextMs = isOwn ? Math.max(ownMs, pressureMs) : ownMs;
        save.run(subject, isOwn ? account : null, count + 1, nextMs, now);
      }
      return 0;
    },

    succeeded(by) {
      const { limits, pressure } = subjectsOf(by);
      for (const { subject, isOwn } of limits) (isOwn ? forgive : forgiveOne).run(subject);
      if (pressure !== undefined) forgiveOne.run(pressure);
    },

    unblock: (account) => void forgiveAccount.run(hashed(account)),
  };
}

/** The longest that anybody waits because of one account. */
export const MAX_WAIT_MS = 60_000;

/** A place is slowed for longer, over all accounts; a whole office can share it. */
const MAX_PLACE_WAIT_MS = 15 * 60_000;

const FREE_ATTEMPTS = 5;
const FREE_PLACE_ATTEMPTS = 20;

/** Beyond this many that are not yet forgotten, guesses at one account come from many places. */
const FREE_PRESSURE = 50;
const PRESSURE_INTERVAL_MS = 60_000;

/** Counts are forgotten after this long without an attempt. */
const MEMORY_MS = 24 * 60 * 60 * 1000;

/** Beyond this many, the oldest are forgotten: strangers must not fill the disk. */
const MAX_SUBJECTS = 100_000;
const TIDY_INTERVAL_MS = 60_000;

interface Limit {
  readonly subject: string;
  readonly free: number;
  readonly maxMs: number;
  /** Stands for one person, not for everybody at a place. */
  readonly isOwn: boolean;
}

interface Subjects {
  readonly account: string | null;
  readonly limits: readonly Limit[];
  readonly pressure?: string;
}

function subjectsOf(by: Attempt): Subjects {
  const own = (subject: string): Limit => {
    return { subject, free: FREE_ATTEMPTS, maxMs: MAX_WAIT_MS, isOwn: true };
  };
  if ('session' in by) return { account: null, limits: [own(`session:${by.session}`)] };
  const account = hashed(by.account);
  if (by.browser !== undefined) {
    return { account, limits: [own(`browser:${account}:${by.browser}`)] };
  }
  const prefix = addressPrefix(by.address);
  const free = FREE_PLACE_ATTEMPTS;
  const place = { subject: `place:${prefix}`, free, maxMs: MAX_PLACE_WAIT_MS, isOwn: false };
  const limits = [own(`pair:${account}:${prefix}`), place];
  return { account, limits, pressure: `account:${account}` };
}

/** Because people type passwords into the wrong field. */
function hashed(account: string): string {
  return createHash('sha256').update(account).digest('base64url');
}

function delayMs(excess: number, maxMs: number): number {
  return excess < 0 ? 0 : Math.min(Math.round(1000 * 2 ** excess), maxMs);
}
