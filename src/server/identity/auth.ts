/**
 * Everything about who is who, over one database: passwords, sessions and tokens, and better-auth
 * behind a small door. None of its HTTP endpoints is mounted; our own forms call these functions,
 * and the library sees of a request only its cookies.
 */
import type { DatabaseStateEvent } from '../audit.ts';
import { connectSqlite } from '../database/connection.ts';
import { type DatabaseHealth, openDatabaseHealth } from '../database/database-health.ts';
import { migrate } from '../database/migrate.ts';
import { inTransaction, openSqliteFile } from '../database/sqlite-file.ts';
import { type Accounts, openAccounts } from './accounts.ts';
import { type AuditQueue, openAuditQueue } from './audit-queue.ts';
import { type BetterAuthOptions, openBetterAuth } from './better-auth.ts';
import { keyedHash } from './keyed-hash.ts';
import { openKnownBrowsers } from './known-browsers.ts';
import { type OidcSignIn, openOidcSignIn } from './oidc-sign-in.ts';
import { type HashCost, openPasswordHashing } from './password-hash.ts';
import { openPasswordSignIn, type PasswordSignIn } from './password-sign-in.ts';
import { openCookies } from './session-cookie.ts';
import { type ListedSession, openSessions, type Session } from './sessions.ts';
import { openThrottle } from './throttle.ts';
import { openTokens, type Tokens } from './tokens.ts';

export interface Auth extends PasswordSignIn {
  readonly accounts: Accounts;
  readonly tokens: Tokens;
  readonly auditQueue: AuditQueue;
  readonly health: DatabaseHealth;
  /** Signing in with the identity provider, when one is configured. */
  readonly oidc: OidcSignIn | undefined;
  /** The live session that the cookie in `headers` names. */
  sessionOf(headers: Headers): Session | undefined;
  /** The live sessions of a person, the one used last first. */
  sessionsOf(session: Session): readonly ListedSession[];
  /** Ends one of a person's sessions by its id, or with `others` all but this; returns how many. */
  endSession(session: Session, which: string): Promise<number>;
  /** Ends the session in `headers`, or all of that person's. */
  signOut(headers: Headers, options: { readonly everywhere: boolean }): Promise<SignedOut>;
  /** Writes what could not be written when it should; to be called now and then. */
  settle(): void;
  close(): void;
}

export interface SignedOut {
  /** `Set-Cookie` values that remove the session from the browser, whatever else went wrong. */
  readonly cookies: readonly string[];
  /** False when the database could not be written: other sessions live on. */
  readonly isWritten: boolean;
}

export interface AuthOptions extends Omit<BetterAuthOptions, 'clock'> {
  readonly data: string;
  readonly clock?: () => number;
  /** Who makes the changes, for the audit log. */
  readonly by?: string;
  /** Told when the database can no longer be written, and when it can again. */
  readonly onDatabaseState?: (event: DatabaseStateEvent) => void;
  /** A server has other requests to answer while something holds the lock; a command has not. */
  readonly isServer?: boolean;
  readonly hashCost?: HashCost;
}

/**
 * Opens the database in `data` and brings its tables up to date.
 *
 * @throws ConfigError when the database cannot be used.
 */
export async function openAuth(options: AuthOptions): Promise<Auth> {
  const { clock = Date.now, data, by = 'server', onDatabaseState = () => {}, ...rest } = options;
  const database = openSqliteFile(data);
  await migrate(connectSqlite(database));
  const betterAuth = await openBetterAuth(database, { ...rest, clock });
  const health = openDatabaseHealth(database, clock, onDatabaseState);
  const cookies = openCookies(options.origin);
  const keyed = keyedHash(options.secret);
  const sessions = openSessions(database, { cookies, keyed, health, clock });
  const throttle = openThrottle(database, clock);
  const passwords = openPasswordHashing(options.hashCost);
  const knownBrowsers = openKnownBrowsers(cookies, keyed);
  const auditQueue = openAuditQueue(database, clock, by);
  const services = { passwords, sessions, throttle, knownBrowsers, auditQueue, health, clock };
  if (options.isServer) database.exec(`PRAGMA busy_timeout = ${SERVER_PATIENCE_MS}`);
  return {
    ...openPasswordSignIn(database, services),
    oidc: openOidcSignIn(database, { betterAuth, sessions, health }),
    accounts: openAccounts(database, services),
    tokens: openTokens(database, services),
    auditQueue,
    health,

    sessionOf: (headers) => sessions.find(headers),
    sessionsOf: (session) => sessions.list(session),
    endSession: (session, which) => health.write(() => sessions.endListed(session, which)),

    async signOut(headers, { everywhere }) {
      const cookies = [sessions.removal];
      try {
        const session = everywhere ? sessions.find(headers) : undefined;
        await health.write(() =>
          inTransaction(database, () => {
            if (session) sessions.endAll(session.userId);
            sessions.end(headers);
          }),
        );
        return { cookies, isWritten: true };
      } catch (error) {
        if (!health.failed(error)) throw error;
        sessions.endLater(headers);
        return { cookies, isWritten: false };
      }
    },

    settle: () => sessions.settle(),

    close() {
      if (database.isOpen) database.close();
    },
  };
}

/** Enough for what SQLite does between two of its own connections. */
const SERVER_PATIENCE_MS = 10;
