/**
 * Everything about who is who, over one database: passwords, sessions and tokens, and better-auth
 * behind a small door. None of its HTTP endpoints is mounted; our own forms call these functions,
 * and the library sees of a request only its cookies.
 */
import type { DatabaseStateEvent } from '../audit.ts';
import type { Database } from '../database/connection.ts';
import { type DatabaseHealth, openDatabaseHealth } from '../database/database-health.ts';
import { type Outbox, openOutbox } from '../mail/outbox.ts';
import { type Accounts, openAccounts } from './accounts.ts';
import { type AuditQueue, openAuditQueue } from './audit-queue.ts';
import { openAuthenticatorApp } from './authenticator-app.ts';
import { type BetterAuthOptions, openBetterAuth } from './better-auth.ts';
import { openChallenges } from './challenges.ts';
import { type FactorSettings, openFactorSettings } from './factor-settings.ts';
import { keyedHash } from './keyed-hash.ts';
import { openKnownBrowsers } from './known-browsers.ts';
import { openNotices } from './notices.ts';
import { type OidcSignIn, openOidcSignIn } from './oidc-sign-in.ts';
import { openPasskeys } from './passkeys.ts';
import { type HashCost, openPasswordHashing } from './password-hash.ts';
import { openPasswordReset, type PasswordReset } from './password-reset.ts';
import { openPasswordSignIn, type PasswordSignIn } from './password-sign-in.ts';
import { openResetLinks } from './reset-links.ts';
import { openSealing } from './sealing.ts';
import { openSecondFactors } from './second-factors.ts';
import { openSecondStep, type SecondStep } from './second-step.ts';
import { openCookies } from './session-cookie.ts';
import type { RequiredOf } from './session-debt.ts';
import { type FindOptions, type ListedSession, openSessions, type Session } from './sessions.ts';
import { openThrottle } from './throttle.ts';
import { openTokens, type Tokens } from './tokens.ts';

export interface Auth extends PasswordSignIn {
  readonly accounts: Accounts;
  /** The same, as somebody whom the audit log will name. */
  accountsBy(by: string): Accounts;
  readonly tokens: Tokens;
  readonly auditQueue: AuditQueue;
  readonly health: DatabaseHealth;
  /** Replacing a password that is lost. */
  readonly passwordReset: PasswordReset;
  /** Mails that wait to be sent. */
  readonly outbox: Outbox;
  /** Signing in with the identity provider, when one is configured. */
  readonly oidc: OidcSignIn | undefined;
  /** Showing a second factor, or a passkey alone. */
  readonly secondStep: SecondStep;
  /** Having second factors, and changing them. */
  readonly factorSettings: FactorSettings;
  /** The live session that the cookie in `headers` names. */
  sessionOf(headers: Headers, options?: FindOptions): Promise<Session | undefined>;
  /** The live sessions of a person, the one used last first. */
  sessionsOf(session: Session): Promise<readonly ListedSession[]>;
  /** Ends one of a person's sessions by its id, or with `others` all but this; returns how many. */
  endSession(session: Session, which: string): Promise<number>;
  /**
   * Ends the session in `headers`, or all of that person's. One that lacks the second step ends alone:
   * a password by itself must not sign out whoever has shown more.
   */
  signOut(headers: Headers, options: { readonly everywhere: boolean }): Promise<SignedOut>;
  /** Writes what could not be written when it should, and does what was asked for; to be called now and then. */
  settle(): Promise<void>;
}

export interface SignedOut {
  /** `Set-Cookie` values that remove the session from the browser, whatever else went wrong. */
  readonly cookies: readonly string[];
  /** False when the database could not be written: other sessions live on. */
  readonly isWritten: boolean;
  /** Whose session it was, as far as there was one and the database could say. */
  readonly account: string | undefined;
  /** Whether all sessions of the person were to end, and this one could say so. */
  readonly isEverywhere: boolean;
}

export interface AuthOptions extends Omit<BetterAuthOptions, 'clock'> {
  /** With its tables up to date. Whoever opened it closes it. */
  readonly db: Database;
  readonly clock?: () => number;
  /** Who makes the changes, for the audit log. */
  readonly by?: string;
  /** Told when the database can no longer be written, and when it can again. */
  readonly onDatabaseState?: (event: DatabaseStateEvent) => void;
  readonly hashCost?: HashCost;
  /** Whether there is somebody who sends what is put into the outbox. */
  readonly sendsMail?: boolean;
  /** Who must have a second factor. */
  readonly secondFactorOf?: RequiredOf;
}

export async function openAuth(options: AuthOptions): Promise<Auth> {
  const { clock = Date.now, db, by = 'server', onDatabaseState = () => {}, ...rest } = options;
  const { origin, secret, secondFactorOf = 'nobody', sendsMail = false } = options;
  const betterAuth = await openBetterAuth(db, { ...rest, clock });
  const health = openDatabaseHealth(db, clock, onDatabaseState);
  const cookies = openCookies(origin);
  const keyed = keyedHash(secret);
  const sessions = openSessions(db, { cookies, keyed, health, clock, secondFactorOf });
  const throttle = openThrottle(db, { health, clock });
  const passwords = openPasswordHashing(options.hashCost);
  const knownBrowsers = openKnownBrowsers(cookies, keyed);
  const auditQueue = openAuditQueue(db, clock, by);
  const sealing = openSealing(secret);
  const app = openAuthenticatorApp(new URL(origin).host);
  const factors = openSecondFactors(db, { app, keyed, sealing, clock });
  const passkeys = openPasskeys(origin);
  const challenges = openChallenges(keyed, clock);
  const outbox = openOutbox(db, { sealing, auditQueue, clock });
  const notices = openNotices({ outbox: sendsMail ? outbox : undefined, origin, clock });
  const resetLinks = openResetLinks(db, { keyed, clock });
  const linkAddress = (token: string) => `${origin}/new-password?link=${token}`;
  const common = { cookies, keyed, sessions, throttle, knownBrowsers, health, clock };
  const access = { ...common, factors, resetLinks, notices };
  const services = { ...access, passwords, auditQueue, linkAddress };
  return {
    ...openPasswordSignIn(db, services),
    secondStep: openSecondStep(db, { ...access, passkeys, challenges }),
    factorSettings: openFactorSettings({
      ...access,
      passkeys,
      challenges,
      app,
      sealing,
      secondFactorOf,
    }),
    oidc: openOidcSignIn({ betterAuth, sessions, health }),
    accounts: openAccounts(db, services),
    accountsBy(by) {
      const add: AuditQueue['add'] = (trx, event) => auditQueue.add(trx, { ...event, by });
      return openAccounts(db, { ...services, auditQueue: { ...auditQueue, add } });
    },
    tokens: openTokens(db, services),
    passwordReset: openPasswordReset(db, { ...services, origin, sealing }),
    auditQueue,
    health,
    outbox,

    sessionOf: (headers, options) => sessions.find(headers, options),
    sessionsOf: (session) => sessions.list(session),
    endSession: (session, which) => health.write((trx) => sessions.endListed(trx, session, which)),

    async signOut(headers, { everywhere }) {
      const cookies = [sessions.removal];
      let account: string | undefined;
      let isEverywhere = everywhere;
      try {
        const session = await sessions.find(headers);
        account = session?.email;
        isEverywhere = everywhere && session?.debt !== 'second-factor';
        await health.write(async (trx) => {
          if (isEverywhere && session) await sessions.endAll(trx, session.userId);
          await sessions.end(trx, headers);
        });
        return { cookies, account, isEverywhere, isWritten: true };
      } catch (error) {
        if (!health.failed(error)) throw error;
        await sessions.endLater(headers);
        return { cookies, account, isEverywhere, isWritten: false };
      }
    },

    settle: () => sessions.settle(),
  };
}
