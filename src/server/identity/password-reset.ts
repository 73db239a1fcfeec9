/**
 * A password that is lost, by mail. Whoever asks for a link learns nothing: whatever they typed, the
 * same is counted and the same row is written, and only later, at the next turn, is it looked up
 * whose it is. What is in the mail opens one page, which replaces the password and signs nobody in.
 */
import { randomBytes } from 'node:crypto';
import type { Database, DatabaseTransaction } from '../database/connection.ts';
import type { DatabaseHealth } from '../database/database-health.ts';
import { providerLetter, resetLetter } from './account-letters.ts';
import { addressPrefix } from './address-prefix.ts';
import type { AuditQueue } from './audit-queue.ts';
import { PASSWORD_PROVIDER_ID } from './better-auth.ts';
import type { KnownBrowsers } from './known-browsers.ts';
import { asFarAsWritable, type NotNow, throttled } from './not-now.ts';
import type { Notices } from './notices.ts';
import type { PasswordHashing } from './password-hash.ts';
import { type PasswordProblem, passwordProblem } from './password-rules.ts';
import { lockPerson } from './person-lock.ts';
import { newResetToken, RESET_TOKEN, type ResetLinkOwner, type ResetLinks } from './reset-links.ts';
import type { Sealing } from './sealing.ts';
import type { SecondFactors } from './second-factors.ts';
import type { Cookies } from './session-cookie.ts';
import type { Sessions } from './sessions.ts';
import type { Throttle } from './throttle.ts';

export interface PasswordReset {
  /** Whether a lost password can be replaced by mail. */
  readonly isByMail: boolean;
  /** Notes that somebody wants a link. */
  ask(wish: { readonly email: string; readonly address: string }): Promise<AskResult>;
  /** Sends the links that were asked for; to be called now and then. */
  answer(): Promise<void>;
  /** The address of the page that a token opens. */
  addressOf(token: string): string;
  /** `Set-Cookie` for what was in the address of a link, so that it is there no longer. */
  accept(token: string): string | undefined;
  /** Whose link the cookie in `headers` holds, as long as it works. */
  find(headers: Headers): Promise<ResetLinkOwner | undefined>;
  /**
   * Replaces the password, and ends every session and link of the person, and waits at the password.
   * What was counted at a code stays: whoever reads the mail must not get more guesses by it.
   */
  setPassword(choice: PasswordChoice): Promise<ResetResult>;
}

export type AskResult = { readonly outcome: 'asked' } | NotNow;

export interface PasswordChoice {
  readonly next: string;
  readonly headers: Headers;
  readonly address: string;
}

export type ResetResult =
  | { readonly outcome: 'done'; readonly account: string; readonly cookies: readonly string[] }
  /** The link does not work, or no longer. */
  | { readonly outcome: 'gone' }
  | { readonly outcome: PasswordProblem }
  | NotNow;

export interface ResetServices {
  readonly origin: string;
  /** The address of the page that a token opens. */
  readonly linkAddress: (token: string) => string;
  readonly cookies: Cookies;
  readonly sealing: Sealing;
  readonly factors: SecondFactors;
  readonly resetLinks: ResetLinks;
  readonly passwords: PasswordHashing;
  readonly sessions: Sessions;
  readonly throttle: Throttle;
  readonly knownBrowsers: KnownBrowsers;
  readonly notices: Notices;
  readonly auditQueue: AuditQueue;
  readonly health: DatabaseHealth;
  readonly clock: () => number;
}

export function openPasswordReset(db: Database, services: ResetServices): PasswordReset {
  const { origin, linkAddress, cookies, sealing, resetLinks, passwords, sessions } = services;
  const { throttle, factors, knownBrowsers, notices, auditQueue, health, clock } = services;

  async function note(email: string, place: string): Promise<AskResult> {
    return health.write(async (trx) => {
      const { waiting } = await trx
        .selectFrom('resetRequest')
        .select((row) => row.fn.countAll<number>().as('waiting'))
        .executeTakeFirstOrThrow();
      if (waiting >= MAX_WAITING) return { outcome: 'busy', waitSeconds: BUSY_SECONDS };
      const id = randomBytes(12).toString('base64url');
      const sealed = sealing.seal(email, 'reset-request', id);
      await trx
        .insertInto('resetRequest')
        .values({ id, email: sealed, place, at: clock() })
        .execute();
      return { outcome: 'asked' };
    });
  }

  /** Makes a link for the person of this address, if there is one who can use it. */
  async function answerOne(trx: DatabaseTransaction, email: string, place: string): Promise<void> {
    const person = await trx
      .selectFrom('user')
      .leftJoin('account', (join) =>
        join
          .onRef('account.userId', '=', 'user.id')
          .on('account.providerId', '=', PASSWORD_PROVIDER_ID),
      )
      .select(['user.id', 'user.email', 'account.password'])
      .where('user.email', '=', email)
      .where('user.disabled', '=', 0)
      .executeTakeFirst();
    if (person === undefined || (await sentLately(trx, email)) >= MAX_LINKS) return;
    await lockPerson(trx, person.id);
    if (person.password === null) {
      const letter = providerLetter(`${origin}/sign-in`);
      await notices.tell(trx, { kind: KIND, to: email, letter });
      return;
    }
    const token = newResetToken();
    const letter = resetLetter(linkAddress(token), { email, place });
    const expiresAt = clock() + LIFETIME_MS;
    // Without room for the mail, the link before works on.
    if (!(await notices.tell(trx, { kind: KIND, to: email, letter, expiresAt }))) return;
    const link = { userId: person.id, madeBy: 'lost-password', lifetimeMs: LIFETIME_MS } as const;
    await resetLinks.keep(trx, token, link);
    await auditQueue.add(trx, { event: 'reset-link-made', account: email, by: 'lost-password' });
  }

  /** Nothing when another server has taken it. */
  const takeRequest = (trx: DatabaseTransaction, id: string) =>
    trx.deleteFrom('resetRequest').where('id', '=', id).returningAll().executeTakeFirst();

  async function answerRequest(trx: DatabaseTransaction, id: string): Promise<void> {
    const request = await takeRequest(trx, id);
    if (request === undefined || clock() - request.at >= LIFETIME_MS) return;
    const email = sealing.unseal(request.email, 'reset-request', id);
    if (email !== undefined) await answerOne(trx, email, request.place);
  }

  /** The last link works on: whoever asks again and again for somebody else does not end it. */
  async function sentLately(trx: DatabaseTransaction, email: string): Promise<number> {
    const { sent } = await trx
      .selectFrom('outbox')
      .select((row) => row.fn.countAll<number>().as('sent'))
      .where('recipient', '=', email)
      .where('kind', '=', KIND)
      .where('createdAt', '>', clock() - LIFETIME_MS)
      .executeTakeFirstOrThrow();
    return sent;
  }

  const tokenIn = (headers: Headers) => cookies.read(headers, 'opsbook-reset') ?? '';

  async function replace(
    trx: DatabaseTransaction,
    { userId, email }: ResetLinkOwner,
    { token, hash, headers, address }: Replacement,
  ): Promise<readonly string[] | undefined> {
    const person = await lockPerson(trx, userId);
    if (person === undefined || person.disabled !== 0) return undefined;
    if (!(await resetLinks.take(trx, token))) return undefined;
    const updatedAt = new Date(clock()).toISOString();
    await trx
      .updateTable('account')
      .set({ password: hash, updatedAt })
      .where('userId', '=', userId)
      .where('providerId', '=', PASSWORD_PROVIDER_ID)
      .execute();
    await trx
      .updateTable('user')
      .set({ mustChangePassword: 0, oneTimePasswordUsed: 0, updatedAt })
      .where('id', '=', userId)
      .execute();
    await sessions.endAll(trx, userId);
    await throttle.forgetPassword(trx, email);
    await notices.passwordChanged(trx, userId, { headers, address });
    // A browser is known once everything was shown there.
    const known = (await factors.has(trx, userId))
      ? []
      : [knownBrowsers.remember(headers, { userId, passwordHash: hash }, 'password')];
    return [...known, sessions.removal, cookies.set('opsbook-reset', '', 0)];
  }

  return {
    isByMail: notices.areSent,

    async ask({ email, address }) {
      const account = email.trim().toLowerCase().slice(0, MAX_ADDRESS_LENGTH);
      return asFarAsWritable(health, async () => {
        const waitMs = await throttle.attempt({ account, address, step: 'reset' });
        return waitMs > 0 ? throttled(waitMs) : note(account, addressPrefix(address));
      });
    },

    async answer() {
      const waiting = await db.selectFrom('resetRequest').select('id').orderBy('at').execute();
      const failures: unknown[] = [];
      for (const { id } of waiting) {
        try {
          await health.write((trx) => answerRequest(trx, id));
        } catch (error) {
          if (health.failed(error)) throw error;
          // It would fail at every turn.
          await health.write((trx) => takeRequest(trx, id));
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },

    addressOf: linkAddress,

    accept(token) {
      if (!RESET_TOKEN.test(token)) return undefined;
      return cookies.set('opsbook-reset', token, COOKIE_SECONDS);
    },

    find: (headers) => resetLinks.find(tokenIn(headers)),

    async setPassword({ next, headers, address }) {
      const token = tokenIn(headers);
      // Before anything is hashed: strangers must not make the machine work.
      const owner = await resetLinks.find(token);
      if (owner === undefined) return { outcome: 'gone' };
      const problem = passwordProblem(next, owner.email);
      if (problem !== undefined) return { outcome: problem };
      const leave = passwords.enter(true);
      if (leave === undefined) return { outcome: 'busy', waitSeconds: BUSY_SECONDS };
      try {
        return await asFarAsWritable(health, async () => {
          const hash = await passwords.hash(next);
          const replacement = { token, hash, headers, address };
          const set = await health.write((trx) => replace(trx, owner, replacement));
          if (set === undefined) return { outcome: 'gone' } as const;
          return { outcome: 'done', account: owner.email, cookies: set } as const;
        });
      } finally {
        leave();
      }
    },
  };
}

interface Replacement {
  readonly token: string;
  readonly hash: string;
  readonly headers: Headers;
  readonly address: string;
}

/** Of mails that a lost password has brought. */
const KIND = 'reset-link';

const LIFETIME_MS = 30 * 60 * 1000;

/** In the lifetime of one: more would be a nuisance. */
const MAX_LINKS = 3;

/** As long as the longest link, an administrator's. */
const COOKIE_SECONDS = 24 * 60 * 60;

/** What is asked for is looked up within a second; more than this comes from no people. */
const MAX_WAITING = 1000;
const BUSY_SECONDS = 5;

/** RFC 5321, 4.5.3.1.3. */
const MAX_ADDRESS_LENGTH = 254;
