/**
 * Accounts and sessions: better-auth behind a small door. None of its HTTP endpoints is mounted;
 * our own forms call these functions, and the library sees of a request only its cookie. Session
 * tokens are random, signed in the cookie, kept in the database, and live for a fixed time from
 * sign-in.
 */

import { isAPIError } from 'better-auth/api';
import { z } from 'zod';
import { configureBetterAuth, passwordLength, sessionLifetimeSeconds } from './better-auth.ts';
import { openDatabase } from './database.ts';
import { openThrottle } from './throttle.ts';

export interface Auth {
  hasAccounts(): Promise<boolean>;
  /**
   * Creates an account; throws when the e-mail address is malformed or taken, or the password too
   * short.
   */
  createAccount(account: NewAccount): Promise<void>;
  /** Checks e-mail and password and opens a session; the one in `headers`, if any, ends. */
  signIn(attempt: SignInAttempt): Promise<SignInResult>;
  /** The live session that the cookie in `headers` names, looked up in the database every time. */
  sessionOf(headers: Headers): Promise<Session | undefined>;
  /**
   * Ends the session in `headers`; answers the `Set-Cookie` values that remove it from the browser.
   */
  signOut(headers: Headers): Promise<readonly string[]>;
  /** Replaces the password, ends every session of the account and opens a new one. */
  changePassword(change: PasswordChange): Promise<PasswordResult>;
  close(): void;
}

export interface NewAccount {
  readonly email: string;
  readonly password: string;
  /**
   * True for a password somebody else has seen: nothing is served before the person chooses their
   * own.
   */
  readonly mustChangePassword: boolean;
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

export interface Session {
  readonly email: string;
  readonly mustChangePassword: boolean;
}

type Throttled = { readonly outcome: 'throttled'; readonly waitSeconds: number };
type Opened = { readonly outcome: 'done'; readonly cookies: readonly string[] };
/** `knownAccount` is for the audit log; a person must not be able to tell. */
export type SignInResult =
  | Opened
  | Throttled
  | { readonly outcome: 'refused'; readonly knownAccount: boolean };
export type PasswordResult =
  | Opened
  | Throttled
  | { readonly outcome: 'wrong-password' | 'too-short' | 'too-long' | 'unchanged' };

export interface AuthOptions {
  readonly data: string;
  readonly origin: string;
  readonly secret: string;
  readonly clock?: () => number;
}

/** Opens the database in `data` and brings its tables up to date. */
export async function openAuth(options: AuthOptions): Promise<Auth> {
  const clock = options.clock ?? Date.now;
  const database = openDatabase(options.data);
  const auth = configureBetterAuth(database, options);
  const context = await auth.$context;
  await context.runMigrations();
  const throttle = openThrottle(database, clock);
  const cookieName = context.authCookies.sessionToken.name;
  const ownCookies = (headers: Headers) =>
    headers.getSetCookie().filter((cookie) => cookie.startsWith(`${cookieName}=`));

  async function findSession(headers: Headers) {
    const found = await auth.api.getSession({ headers: onlyCookie(headers) });
    if (found === null) return undefined;
    if (clock() - found.session.createdAt.getTime() < sessionLifetimeSeconds * 1000) return found;
    await context.internalAdapter.deleteSession(found.session.token);
    return undefined;
  }

  return {
    hasAccounts: async () => (await context.internalAdapter.countTotalUsers()) > 0,

    async createAccount({ email, password, mustChangePassword }) {
      z.email().parse(email);
      z.string().min(passwordLength.min).max(passwordLength.max).parse(password);
      const hash = await context.password.hash(password);
      const user = await context.internalAdapter.createUser({
        email,
        name: email,
        emailVerified: true,
        mustChangePassword,
      });
      await context.internalAdapter.linkAccount({
        userId: user.id,
        providerId: 'credential',
        accountId: user.id,
        password: hash,
      });
    },

    async signIn({ email, password, address, headers }) {
      const account = email.trim().toLowerCase();
      const waitMs = throttle.attempt(account, address);
      if (waitMs > 0) return { outcome: 'throttled', waitSeconds: Math.ceil(waitMs / 1000) };
      try {
        // An unknown account costs one scrypt like a known one: the library hashes regardless.
        const opened = await auth.api.signInEmail({
          body: { email: account, password },
          returnHeaders: true,
        });
        const previous = await findSession(headers);
        if (previous) await context.internalAdapter.deleteSession(previous.session.token);
        throttle.succeeded(account, address);
        return { outcome: 'done', cookies: ownCookies(opened.headers) };
      } catch (error) {
        if (!isRefusal(error)) throw error;
        const known = await context.internalAdapter.findUserByEmail(account);
        return { outcome: 'refused', knownAccount: known !== null };
      }
    },

    async sessionOf(headers) {
      const found = await findSession(headers);
      return (
        found && { email: found.user.email, mustChangePassword: found.user.mustChangePassword }
      );
    },

    async signOut(headers) {
      const { headers: answer } = await auth.api.signOut({
        headers: onlyCookie(headers),
        returnHeaders: true,
      });
      return ownCookies(answer);
    },

    async changePassword({ session, current, next, address, headers }) {
      // Compared as the library hashes them.
      if (next.normalize('NFKC') === current.normalize('NFKC')) return { outcome: 'unchanged' };
      if (next.length < passwordLength.min) return { outcome: 'too-short' };
      if (next.length > passwordLength.max) return { outcome: 'too-long' };
      const waitMs = throttle.attempt(session.email, address);
      if (waitMs > 0) return { outcome: 'throttled', waitSeconds: Math.ceil(waitMs / 1000) };
      try {
        const changed = await auth.api.changePassword({
          body: { currentPassword: current, newPassword: next, revokeOtherSessions: true },
          headers: onlyCookie(headers),
          returnHeaders: true,
        });
        await context.internalAdapter.updateUser(changed.response.user.id, {
          mustChangePassword: false,
        });
        throttle.succeeded(session.email, address);
        return { outcome: 'done', cookies: ownCookies(changed.headers) };
      } catch (error) {
        if (!isRefusal(error)) throw error;
        return { outcome: 'wrong-password' };
      }
    },

    close() {
      if (database.isOpen) database.close();
    },
  };
}

function onlyCookie(headers: Headers): Headers {
  return new Headers({ cookie: headers.get('cookie') ?? '' });
}

/** The library's refusals of what was typed, as against its failures. */
function isRefusal(error: unknown): boolean {
  return isAPIError(error) && error.statusCode >= 400 && error.statusCode < 500;
}
