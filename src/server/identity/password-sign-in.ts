/**
 * Signing in with a password, and replacing one: each attempt is counted before the password is
 * looked at, and whatever follows from it is one transaction that holds only if the password that
 * was looked at is still the one.
 */
import { z } from 'zod';
import type { Database, DatabaseTransaction } from '../database/connection.ts';
import type { DatabaseHealth } from '../database/database-health.ts';
import { PASSWORD_PROVIDER_ID } from './better-auth.ts';
import type { KnownBrowsers } from './known-browsers.ts';
import { asFarAsWritable, type NotNow, throttled } from './not-now.ts';
import type { Notices } from './notices.ts';
import type { PasswordHashing } from './password-hash.ts';
import { passwordProblem } from './password-rules.ts';
import { lockPerson } from './person-lock.ts';
import type { ResetLinks } from './reset-links.ts';
import type { SecondFactors } from './second-factors.ts';
import type { Session, Sessions } from './sessions.ts';
import type { Throttle } from './throttle.ts';

export interface PasswordSignIn {
  /** Checks e-mail and password and opens a session; the one in `headers`, if any, ends. */
  signIn(attempt: SignInAttempt): Promise<SignInResult>;
  /** Checks the password once more, and notes that in the session. */
  confirmPassword(attempt: PasswordConfirmation): Promise<PasswordResult>;
  /** Replaces the password, ends every session of the account and opens a new one. */
  changePassword(change: PasswordChange): Promise<PasswordResult>;
}

export interface SignInAttempt {
  readonly email: string;
  readonly password: string;
  readonly address: string;
  readonly headers: Headers;
}

export interface PasswordChange {
  readonly session: Session;
  readonly current: string;
  readonly next: string;
  readonly address: string;
  readonly headers: Headers;
}

export interface PasswordConfirmation {
  readonly session: Session;
  readonly password: string;
}

type Opened = { readonly outcome: 'done'; readonly cookies: readonly string[] };
/** `knownAccount` is for the audit log; a person must not be able to tell. */
export type SignInResult =
  | (Opened & { readonly lacks?: 'second-factor' })
  | NotNow
  | { readonly outcome: 'refused'; readonly knownAccount: boolean }
  | { readonly outcome: 'expired' | 'used' };
export type PasswordResult =
  | Opened
  | NotNow
  | {
      readonly outcome: 'wrong-password' | 'too-short' | 'too-long' | 'unchanged' | 'common';
    };

export interface PasswordServices {
  readonly passwords: PasswordHashing;
  readonly sessions: Sessions;
  readonly throttle: Throttle;
  readonly knownBrowsers: KnownBrowsers;
  readonly factors: SecondFactors;
  readonly resetLinks: ResetLinks;
  readonly notices: Notices;
  readonly health: DatabaseHealth;
  readonly clock: () => number;
}

export function openPasswordSignIn(db: Database, services: PasswordServices): PasswordSignIn {
  const { passwords, sessions, throttle, knownBrowsers, factors, health, clock } = services;
  const { resetLinks, notices } = services;
  /** The person with this address and password, as far as there is one. */
  async function find(
    email: string,
  ): Promise<{ readonly knownAccount: boolean; readonly owner?: Owner }> {
    const row = await db
      .selectFrom('user')
      .leftJoin('account', (join) =>
        join
          .onRef('account.userId', '=', 'user.id')
          .on('account.providerId', '=', PASSWORD_PROVIDER_ID),
      )
      .select([
        'user.id as userId',
        'user.mustChangePassword',
        'account.password as passwordHash',
        'account.updatedAt as passwordMadeAt',
      ])
      .where('user.email', '=', email)
      .executeTakeFirst();
    if (row === undefined) return { knownAccount: false };
    const owner = passwordOwner.safeParse(row).data;
    return { knownAccount: true, ...(owner && { owner }) };
  }

  /** Runs `work` when there is room for its hashes, and as far as the database takes it. */
  async function inLine<T>(isKnown: boolean, work: () => Promise<T>): Promise<T | NotNow> {
    const leave = passwords.enter(isKnown);
    if (leave === undefined) return { outcome: 'busy', waitSeconds: BUSY_SECONDS };
    try {
      return await asFarAsWritable(health, work);
    } finally {
      leave();
    }
  }

  /** Who wants to sign in, and whether from a browser of theirs. */
  async function recognize({ email, headers }: SignInAttempt): Promise<Recognized> {
    const account = email.trim().toLowerCase();
    const found = await find(account);
    const browser = found.owner && knownBrowsers.find(headers, found.owner, 'password');
    return { account, ...found, browser };
  }

  async function signIn(
    attempt: SignInAttempt,
    { account, knownAccount, owner, browser }: Recognized,
  ): Promise<SignInResult> {
    const { password, address, headers } = attempt;
    const isKnown = browser !== undefined;
    const by = { account, address, browser };
    const waitMs = await throttle.attempt(by);
    if (waitMs > 0) return throttled(waitMs);
    const isRight = await passwords.verify(owner?.passwordHash, password, isKnown);
    if (!isRight || owner === undefined) return { outcome: 'refused', knownAccount } as const;
    const ageMs = clock() - owner.passwordMadeAt.getTime();
    if (owner.mustChangePassword && ageMs >= ONE_TIME_LIFETIME_MS) return { outcome: 'expired' };
    const renewed = passwords.isCurrent(owner.passwordHash)
      ? undefined
      : await passwords.hash(password);
    const { userId, passwordHash: checkedHash } = owner;
    // Asked before the transaction, in which it is only held.
    const present = owner.mustChangePassword ? await sessions.find(headers) : undefined;
    const open = async (trx: DatabaseTransaction) => {
      const session = await sessions.open(trx, { userId, from: headers, checkedHash });
      if (session === undefined) return undefined;
      if (owner.mustChangePassword && !(await use(trx, userId))) {
        const isTheirs = present?.userId === userId && (await sessions.hold(trx, present.key));
        if (!isTheirs) throw new AlreadyUsed();
      }
      await sessions.end(trx, headers);
      await sessions.sweep(trx);
      await throttle.succeeded(trx, by);
      if (renewed !== undefined) await replaceHash(trx, owner, renewed);
      // A browser is known once everything was shown there.
      if (await factors.has(trx, userId)) {
        return { cookies: [session], lacks: 'second-factor' } as const;
      }
      await resetLinks.end(trx, userId);
      // Whoever has a one-time password signs in here for the first time, or anew.
      if (!isKnown && !owner.mustChangePassword) {
        await notices.newDevice(trx, userId, { headers, address });
      }
      const now = { userId, passwordHash: renewed ?? checkedHash };
      return { cookies: [session, knownBrowsers.remember(headers, now, 'password')] };
    };
    const opened = await health.write(open).catch((error: unknown) => {
      if (error instanceof AlreadyUsed) return 'used' as const;
      throw error;
    });
    if (opened === 'used') return { outcome: 'used' };
    // Disabled, or given another password while this one was looked at.
    if (opened === undefined) return { outcome: 'refused', knownAccount } as const;
    return { outcome: 'done', ...opened } as const;
  }

  async function confirmPassword({ session, password }: PasswordConfirmation) {
    const by = { session: session.key };
    const { owner } = await find(session.email);
    const waitMs = await throttle.attempt(by);
    if (waitMs > 0) return throttled(waitMs);
    const isRight = await passwords.verify(owner?.passwordHash, password, true);
    if (!isRight) return { outcome: 'wrong-password' } as const;
    const renewed = await health.write(async (trx) => {
      // Whoever changed the password in the meantime has ended this session.
      const token = await sessions.renew(trx, session);
      if (token !== undefined) await throttle.succeeded(trx, by);
      return token;
    });
    if (renewed === undefined) return { outcome: 'wrong-password' } as const;
    return { outcome: 'done', cookies: [renewed] } as const;
  }

  async function changePassword({ session, current, next, headers, address }: PasswordChange) {
    const { email, userId } = session;
    const by = { session: session.key };
    const { owner } = await find(email);
    const waitMs = await throttle.attempt(by);
    if (waitMs > 0) return throttled(waitMs);
    const isRight = await passwords.verify(owner?.passwordHash, current, true);
    if (!isRight || owner === undefined) return { outcome: 'wrong-password' } as const;
    const hash = await passwords.hash(next);
    const cookies = await health
      .write(async (trx) => {
        await lockPerson(trx, userId);
        if (!(await replaceHash(trx, owner, hash))) return undefined;
        // Signed out, or disabled, in the meantime.
        if (!(await sessions.hold(trx, session.key))) throw new SessionEnded();
        await trx
          .updateTable('user')
          .set({ mustChangePassword: 0, oneTimePasswordUsed: 0 })
          .where('id', '=', userId)
          .execute();
        await sessions.endAll(trx, userId);
        await throttle.succeeded(trx, by);
        await resetLinks.end(trx, userId);
        await notices.passwordChanged(trx, userId, { headers, address });
        const { provedBy } = session;
        const opened = await sessions.open(trx, {
          userId,
          from: headers,
          provedBy,
          checkedHash: hash,
        });
        if (opened === undefined) throw new SessionEnded();
        const isProvedHere = provedBy !== undefined && provedBy !== 'provider';
        const shown = isProvedHere ? 'second-factor' : 'password';
        const now = { userId, passwordHash: hash };
        return [opened, knownBrowsers.remember(headers, now, shown)];
      })
      .catch((error: unknown) => {
        if (error instanceof SessionEnded) return undefined;
        throw error;
      });
    if (cookies === undefined) return { outcome: 'wrong-password' } as const;
    return { outcome: 'done', cookies } as const;
  }

  return {
    async signIn(attempt) {
      const recognized = await recognize(attempt);
      return inLine(recognized.browser !== undefined, () => signIn(attempt, recognized));
    },
    confirmPassword: (attempt) => inLine(true, () => confirmPassword(attempt)),
    async changePassword(change) {
      const problem = problemWith(change);
      return problem ? { outcome: problem } : inLine(true, () => changePassword(change));
    },
  };
}

/** Replaces the password that was looked at; false when it is no longer the one. */
async function replaceHash(
  trx: DatabaseTransaction,
  { userId, passwordHash }: Owner,
  next: string,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('account')
    .set({ password: next })
    .where('userId', '=', userId)
    .where('password', '=', passwordHash)
    .where('providerId', '=', PASSWORD_PROVIDER_ID)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Notes that the one-time password of a person has opened its session; false when it had before. */
async function use(trx: DatabaseTransaction, userId: string): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('user')
    .set({ oneTimePasswordUsed: 1 })
    .where('id', '=', userId)
    .where('oneTimePasswordUsed', '=', 0)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** What is wrong with a new password by itself. */
function problemWith({ session, current, next }: PasswordChange) {
  // Compared as they are hashed.
  if (next.normalize('NFKC') === current.normalize('NFKC')) return 'unchanged';
  return passwordProblem(next, session.email);
}

interface Recognized {
  readonly account: string;
  readonly knownAccount: boolean;
  readonly owner?: Owner;
  readonly browser: string | undefined;
}

/** Undoes a sign-in with a one-time password that has opened a session elsewhere. */
class AlreadyUsed extends Error {}

/** Undoes a change of password whose session is no more. */
class SessionEnded extends Error {}

const passwordOwner = z.object({
  userId: z.string(),
  passwordHash: z.string(),
  mustChangePassword: z.number().transform(Boolean),
  passwordMadeAt: z.coerce.date(),
});
type Owner = z.infer<typeof passwordOwner>;

/** A one-time password that nobody used is one that went astray. */
const ONE_TIME_LIFETIME_MS = 24 * 60 * 60 * 1000;

const BUSY_SECONDS = 5;
