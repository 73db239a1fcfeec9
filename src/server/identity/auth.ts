/**
 * Everything about who is who, over one database: better-auth behind a small door. None of its HTTP
 * endpoints is mounted; our own forms call these functions, and the library sees of a request only
 * its cookies.
 */
import { type Accounts, openAccounts } from './accounts.ts';
import { type AuditQueue, openAuditQueue } from './audit-queue.ts';
import { type BetterAuthOptions, openBetterAuth } from './better-auth.ts';
import { openDatabase } from './database.ts';
import { type OidcSignIn, openOidcSignIn } from './oidc-sign-in.ts';
import { openPasswordSignIn, type PasswordSignIn } from './password-sign-in.ts';
import { onlyCookies, sessionCookies } from './session-cookie.ts';
import { openSessions, type Session } from './sessions.ts';
import { openThrottle } from './throttle.ts';
import { openTokens, type Tokens } from './tokens.ts';

export interface Auth extends PasswordSignIn {
  readonly accounts: Accounts;
  readonly tokens: Tokens;
  readonly auditQueue: AuditQueue;
  /** Signing in with the identity provider, when one is configured. */
  readonly oidc: OidcSignIn | undefined;
  /** The live session that the cookie in `headers` names. */
  sessionOf(headers: Headers): Promise<Session | undefined>;
  /**
   * Ends the session in `headers`, or all of that person's; returns the `Set-Cookie` values that
   * remove it from the browser.
   */
  signOut(headers: Headers, options: { readonly everywhere: boolean }): Promise<readonly string[]>;
  close(): void;
}

export interface AuthOptions extends Omit<BetterAuthOptions, 'clock'> {
  readonly data: string;
  readonly clock?: () => number;
}

/** Opens the database in `data` and brings its tables up to date. */
export async function openAuth(options: AuthOptions): Promise<Auth> {
  const { clock = Date.now, data, ...rest } = options;
  const database = openDatabase(data);
  const betterAuth = await openBetterAuth(database, { ...rest, clock });
  const sessions = openSessions(database, betterAuth, clock);
  const throttle = openThrottle(database, clock);
  return {
    ...openPasswordSignIn(betterAuth, sessions, throttle),
    oidc: openOidcSignIn(betterAuth, sessions),
    accounts: openAccounts(database, betterAuth),
    tokens: openTokens(database, clock),
    auditQueue: openAuditQueue(database, clock),

    sessionOf: (headers) => sessions.find(headers),

    async signOut(headers, { everywhere }) {
      const session = everywhere ? await sessions.find(headers) : undefined;
      if (session) sessions.endAll(session.userId);
      const { headers: response } = await betterAuth.api.signOut({
        headers: onlyCookies(headers),
        returnHeaders: true,
      });
      return sessionCookies(betterAuth, response);
    },

    close() {
      if (database.isOpen) database.close();
    },
  };
}
