/**
 * Signing in and out: better-auth behind a small door. None of its HTTP endpoints is mounted; our
 * own forms call these functions, and the library sees of a request only its cookie.
 */
import { isAPIError } from 'better-auth/api';
import { type Accounts, openAccounts } from './accounts.ts';
import { type AuditQueue, openAuditQueue } from './audit-queue.ts';
import { type BetterAuthOptions, openBetterAuth, PASSWORD_LENGTH } from './better-auth.ts';
import { isCommonPassword } from './common-passwords.ts';
import { openDatabase } from './database.ts';
import { type OidcSignIn, openOidcSignIn } from './oidc-sign-in.ts';
import { openSessions, type Session } from './sessions.ts';
import { openThrottle } from './throttle.ts';
import { openTokens, type Tokens } from './tokens.ts';

export interface Auth {
  readonly accounts: Accounts;
  readonly tokens: Tokens;
  readonly auditQueue: AuditQueue;
  /** Checks e-mail and password and opens a session; the one in `headers`, if any, ends. */
  signIn(attempt: SignInAttempt): Promise<SignInResult>;
  /** The live session that the cookie in `headers` names. */
  sessionOf(headers: Headers): Promise<Session | undefined>;
  /**
   * Ends the session in `headers`, or all of that person's; answers the `Set-Cookie` values that
   * remove it from the browser.
   */
  signOut(headers: Headers, options: { readonly everywhere: boolean }): Promise<readonly string[]>;
  /** Replaces the password, ends every session of the account and opens a new one. */
  changePassword(change: PasswordChange): Promise<PasswordResult>;
  /** Signing in with the identity provider, when one is configured. */
  readonly oidc: OidcSignIn | undefined;
  close(): void;
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
  | { readonly outcome: 'wrong-password' | 'too-short' | 'too-long' | 'unchanged' | 'common' };

export interface AuthOptions extends Omit<BetterAuthOptions, 'clock'> {
  readonly data: string;
  readonly clock?: () => number;
}

/** Opens the database in `data` and brings its tables up to date. */
export async function openAuth(options: AuthOptions): Promise<Auth> {
  const { clock = Date.now, data, ...rest } = options;
  const database = openDatabase(data);
  const betterAuth = await openBetterAuth(database, { ...rest, clock });
  const { api, context } = betterAuth;
  const sessions = openSessions(database, betterAuth, clock);
  const throttle = openThrottle(database, clock);
  const cookieName = context.authCookies.sessionToken.name;
  const ownCookies = (headers: Headers) =>
    headers.getSetCookie().filter((cookie) => cookie.startsWith(`${cookieName}=`));

  return {
    accounts: openAccounts(database, betterAuth),
    tokens: openTokens(database, clock),
    auditQueue: openAuditQueue(database, clock),

    async signIn({ email, password, address, headers }) {
      const account = email.trim().toLowerCase();
      const waitMs = throttle.attempt(account, address);
      if (waitMs > 0) return { outcome: 'throttled', waitSeconds: Math.ceil(waitMs / 1000) };
      try {
        // An unknown account costs one scrypt like a known one: the library hashes regardless.
        const opened = await api.signInEmail({
          body: { email: account, password },
          returnHeaders: true,
        });
        await sessions.end(headers);
        sessions.sweep();
        throttle.succeeded(account, address);
        return { outcome: 'done', cookies: ownCookies(opened.headers) };
      } catch (error) {
        if (!isRefusal(error)) throw error;
        const known = await context.internalAdapter.findUserByEmail(account);
        return { outcome: 'refused', knownAccount: known !== null };
      }
    },

    sessionOf: (headers) => sessions.find(headers),

    async signOut(headers, { everywhere }) {
      const session = everywhere ? await sessions.find(headers) : undefined;
      if (session) sessions.endAll(session.userId);
      const { headers: answer } = await api.signOut({
        headers: onlyCookie(headers),
        returnHeaders: true,
      });
      return ownCookies(answer);
    },

    async changePassword({ session, current, next, address, headers }) {
      // Compared as the library hashes them.
      if (next.normalize('NFKC') === current.normalize('NFKC')) return { outcome: 'unchanged' };
      if (next.length < PASSWORD_LENGTH.min) return { outcome: 'too-short' };
      if (next.length > PASSWORD_LENGTH.max) return { outcome: 'too-long' };
      if (isCommonPassword(next) || next.toLowerCase() === session.email) {
        return { outcome: 'common' };
      }
      const waitMs = throttle.attempt(session.email, address);
      if (waitMs > 0) return { outcome: 'throttled', waitSeconds: Math.ceil(waitMs / 1000) };
      try {
        const changed = await api.changePassword({
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

    oidc: openOidcSignIn(betterAuth, sessions),

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
