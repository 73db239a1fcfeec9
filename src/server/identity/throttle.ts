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
 * A second factor is counted by account, wherever it is shown, and by browser where one is known:
 * only whoever has the password gets to guess there, and a code has six digits, so that many places
 * must not have many guesses, and a wait may last an hour. A passkey is not guessed: what keeps
 * showing a wrong one is counted by place, or by session.
 *
 * Who asks for a link because a password is lost is counted in the same way, but apart: whoever
 * guessed wrongly may ask, and asking keeps nobody from signing in.
 *
 * Waits are kept as a length and a beginning: a clock that jumps shortens a wait or begins it
 * again, and never makes it longer than the cap.
 */
import type { Database, DatabaseTransaction } from '../database/connection.ts';
import type { DatabaseHealth } from '../database/database-health.ts';
import type { AttemptsTable } from '../database/tables.ts';
import {
  type Attempt,
  hashed,
  MAX_WAIT_MS,
  type Subjects,
  subjectsOf,
} from './attempt-subjects.ts';

export interface Throttle {
  /** Counts an attempt and returns 0, or returns the milliseconds still to wait. */
  attempt(by: Attempt): Promise<number>;
  /** Takes back what `attempt` counted, and clears what stands for this person here. */
  succeeded(trx: DatabaseTransaction, by: Attempt): Promise<void>;
  /** A password was replaced: what was counted at the old one is forgotten, at a code nothing is. */
  forgetPassword(trx: DatabaseTransaction, account: string): Promise<void>;
  /** Lets a person in at once, wherever they are. */
  unblock(trx: DatabaseTransaction, account: string): Promise<void>;
}

export interface ThrottleServices {
  readonly health: DatabaseHealth;
  readonly clock: () => number;
}

export function openThrottle(db: Database, { health, clock }: ThrottleServices): Throttle {
  let tidiedAt: number | undefined;

  async function tidy(now: number): Promise<void> {
    if (tidiedAt !== undefined && Math.abs(now - tidiedAt) < TIDY_INTERVAL_MS) return;
    tidiedAt = now;
    await health.write((trx) => forget(trx, now));
  }

  return {
    async attempt(by) {
      const now = clock();
      await tidy(now);
      const subjects = subjectsOf(by);
      // Whoever must wait anyway costs no write.
      const waitMs = await remainingWait(db, subjects, now);
      return waitMs > 0 ? waitMs : health.write((trx) => count(trx, subjects, now));
    },

    async succeeded(trx, by) {
      const { limits, pressure } = subjectsOf(by);
      if (pressure !== undefined) await takeBack(trx, pressure);
      for (const { subject, isOwn } of limits) {
        await (isOwn ? remove(trx, subject) : takeBack(trx, subject));
      }
    },

    async forgetPassword(trx, account) {
      await trx
        .deleteFrom('attempts')
        .where('account', '=', hashed(account))
        .where('subject', 'not like', 'code%')
        .execute();
    },

    async unblock(trx, account) {
      await trx
        .deleteFrom('attempts')
        .where((row) =>
          row.or([row('account', '=', hashed(account)), row('subject', 'like', 'place:%')]),
        )
        .execute();
    },
  };
}

/**
 * Counts an attempt and returns 0, or returns the milliseconds still to wait. The counters are held
 * until the transaction ends, always in the same order: parallel attempts see each other's.
 */
async function count(
  trx: DatabaseTransaction,
  { account, limits, pressure }: Subjects,
  now: number,
): Promise<number> {
  const rows = await holdCounters(trx, { account, limits, pressure }, now);
  const found = limits.map((limit) => ({ ...limit, ...stateOf(rows.get(limit.subject), now) }));
  const waitMs = Math.max(...found.map((limit) => limit.waitMs));
  if (waitMs > 0) {
    for (const { subject, isAhead } of found) if (isAhead) await save(trx, subject, { since: now });
    return waitMs;
  }
  let pressureMs = 0;
  if (pressure !== undefined) {
    const { count, elapsed } = stateOf(rows.get(pressure), now);
    const left = Math.max(count - elapsed / PRESSURE_INTERVAL_MS, 0);
    pressureMs = delayMs(left + 1 - FREE_PRESSURE, MAX_WAIT_MS);
    const own = found[0];
    if (pressureMs > 0 && own?.count === 0) {
      await save(trx, own.subject, { count: own.free, waitMs: pressureMs, since: now });
      return pressureMs;
    }
    await save(trx, pressure, { count: left + 1, waitMs: 0, since: now });
  }
  for (const { subject, count, free, maxMs, isOwn } of found) {
    const ownMs = delayMs(count + 1 - free, maxMs);
    const nextMs = isOwn ? Math.max(ownMs, pressureMs) : ownMs;
    await save(trx, subject, { count: count + 1, waitMs: nextMs, since: now });
  }
  return 0;
}

/** Makes the counters that are not there, and holds all of them. */
async function holdCounters(
  trx: DatabaseTransaction,
  { account, limits, pressure }: Subjects,
  now: number,
): Promise<ReadonlyMap<string, Counter>> {
  const none = { count: 0, waitMs: 0, since: now };
  const counters = limits.map(({ subject, isOwn }) => ({
    subject,
    account: isOwn ? account : null,
    ...none,
  }));
  if (pressure !== undefined) counters.push({ subject: pressure, account, ...none });
  const rows = await trx
    .insertInto('attempts')
    .values(counters.sort((a, b) => (a.subject < b.subject ? -1 : 1)))
    // Changes nothing, and holds the row that is there.
    .onConflict((conflict) =>
      conflict.column('subject').doUpdateSet((row) => ({ subject: row.ref('excluded.subject') })),
    )
    .returningAll()
    .execute();
  return new Map(rows.map((row) => [row.subject, row]));
}

/** How long `subjects` must wait as far as is written; 0 when that has to be looked at closely. */
async function remainingWait(db: Database, { limits }: Subjects, now: number): Promise<number> {
  const rows = await db
    .selectFrom('attempts')
    .selectAll()
    .where(
      'subject',
      'in',
      limits.map(({ subject }) => subject),
    )
    .execute();
  const states = rows.map((row) => stateOf(row, now));
  if (states.some(({ isAhead }) => isAhead)) return 0;
  return Math.max(0, ...states.map(({ waitMs }) => waitMs));
}

type Counter = Pick<AttemptsTable, 'count' | 'waitMs' | 'since'>;

function stateOf(row: Counter | undefined, now: number) {
  const { count, waitMs, since } = row ?? { count: 0, waitMs: 0, since: now };
  const elapsed = now - since;
  // The clock was ahead: what was written then has only begun.
  if (elapsed < 0) return { count, elapsed: 0, waitMs, isAhead: true };
  return { count, elapsed, waitMs: waitMs - elapsed, isAhead: false };
}

async function save(
  trx: DatabaseTransaction,
  subject: string,
  counter: Partial<Counter>,
): Promise<void> {
  await trx.updateTable('attempts').set(counter).where('subject', '=', subject).execute();
}

async function remove(trx: DatabaseTransaction, subject: string): Promise<void> {
  await trx.deleteFrom('attempts').where('subject', '=', subject).execute();
}

async function takeBack(trx: DatabaseTransaction, subject: string): Promise<void> {
  await trx
    .updateTable('attempts')
    .set((row) => ({
      count: row
        .case()
        .when('count', '>', 1)
        .then(row('count', '-', 1))
        .else(0)
        .end(),
      waitMs: 0,
    }))
    .where('subject', '=', subject)
    .execute();
}

async function forget(trx: DatabaseTransaction, now: number): Promise<void> {
  await trx
    .deleteFrom('attempts')
    .where('since', '<', now - MEMORY_MS)
    .execute();
  const byStrangers = trx
    .selectFrom('attempts')
    .where('subject', 'not like', 'code%')
    .where('subject', 'not like', 'session:%');
  const { subjects } = await byStrangers
    .select((row) => row.fn.countAll<number>().as('subjects'))
    .executeTakeFirstOrThrow();
  if (subjects <= MAX_SUBJECTS) return;
  await trx
    .deleteFrom('attempts')
    .where(
      'subject',
      'in',
      byStrangers
        .select('subject')
        .orderBy('since')
        .limit(subjects - MAX_SUBJECTS),
    )
    .execute();
}

/** Beyond this many that are not yet forgotten, guesses at one account come from many places. */
const FREE_PRESSURE = 50;
const PRESSURE_INTERVAL_MS = 60_000;

/** Counts are forgotten after this long without an attempt. */
const MEMORY_MS = 24 * 60 * 60 * 1000;

/**
 * Beyond this many of which strangers can make any number, the oldest are forgotten: they must not
 * fill the disk. Nor must they push out what is counted at a code or by session, where only somebody
 * gets who has a password.
 */
const MAX_SUBJECTS = 100_000;
const TIDY_INTERVAL_MS = 60_000;

function delayMs(excess: number, maxMs: number): number {
  return excess < 0 ? 0 : Math.min(Math.round(1000 * 2 ** excess), maxMs);
}
