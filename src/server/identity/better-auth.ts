/**
 * Every setting of better-auth in one place, each chosen so that the library can do less than it
 * could.
 */
import type { DatabaseSync } from 'node:sqlite';
import { betterAuth } from 'better-auth';
import { genericOAuth } from 'better-auth/plugins';
import { createOidcProvider, type OidcConfig, type OidcProvider } from './oidc.ts';

/** Counted from sign-in and never extended. */
export const SESSION_LIFETIME_SECONDS = 7 * 24 * 60 * 60;

/** The library's name, in its `account` table, for passwords that are kept here. */
export const PASSWORD_PROVIDER_ID = 'credential';

export const PASSWORD_LENGTH = { min: 12, max: 256 } as const;

export interface BetterAuthOptions {
  /** The address people type; https decides the cookies' names. */
  readonly origin: string;
  readonly secret: string;
  readonly clock: () => number;
  /** The identity provider people may sign in with. */
  readonly oidc?: OidcConfig;
}

export interface BetterAuth {
  readonly api: ReturnType<typeof configure>['api'];
  readonly context: Awaited<ReturnType<typeof configure>['$context']>;
  readonly oidcProvider: OidcProvider | undefined;
}

/** The library over an open database, whose tables it brings up to date. */
export async function openBetterAuth(
  database: DatabaseSync,
  options: BetterAuthOptions,
): Promise<BetterAuth> {
  const oidcProvider = options.oidc && createOidcProvider(options.oidc, options);
  const { api, $context } = configure(database, options, oidcProvider);
  const context = await $context;
  await context.runMigrations();
  return { api, context, oidcProvider };
}

function configure(
  database: DatabaseSync,
  { origin, secret, clock }: BetterAuthOptions,
  oidcProvider: OidcProvider | undefined,
) {
  const secure = origin.startsWith('https://');
  const cookie = (name: string) => ({
    name: secure ? `__Host-${name}` : name,
    attributes: { httpOnly: true, sameSite: 'lax' as const, path: '/', secure },
  });
  return betterAuth({
    database,
    baseURL: origin,
    basePath: '/auth',
    // The list form, because the single `secret` would give way to an environment variable of the
    // library.
    secrets: [{ version: 1, value: secret }],
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
    },
    user: {
      additionalFields: {
        mustChangePassword: { type: 'boolean', required: true, defaultValue: false, input: false },
        disabled: { type: 'boolean', required: true, defaultValue: false, input: false },
      },
    },
    session: {
      expiresIn: SESSION_LIFETIME_SECONDS,
      disableSessionRefresh: true,
      cookieCache: { enabled: false },
    },
    plugins: [genericOAuth({ config: oidcProvider ? [oidcProvider.settings] : [] })],
    account: {
      accountLinking: { enabled: false },
      updateAccountOnSignIn: false,
      // Nothing to keep for strangers who begin and never return.
      storeStateStrategy: 'cookie',
    },
    databaseHooks: {
      account: {
        create: {
          // The provider's tokens have done their work.
          async before({ userId, accountId, providerId, password }) {
            const none = { accessToken: null, refreshToken: null, idToken: null };
            return { data: { userId, accountId, providerId, password, ...none } };
          },
        },
      },
      session: {
        create: {
          // Every way of signing in comes through here.
          async before(session) {
            const isDisabled = database.prepare('SELECT 1 FROM user WHERE id = ? AND disabled = 1');
            if (isDisabled.get(session.userId) !== undefined) return false;
            const now = clock();
            const [createdAt, expiresAt] = [now, now + SESSION_LIFETIME_SECONDS * 1000];
            return {
              data: {
                ...session,
                createdAt: new Date(createdAt),
                updatedAt: new Date(createdAt),
                expiresAt: new Date(expiresAt),
              },
            };
          },
        },
      },
    },
    advanced: {
      cookiePrefix: 'opsbook',
      // The library's own switch would put `__Secure-` before the name, and `__Host-` is the
      // stricter promise.
      useSecureCookies: false,
      cookies: { session_token: cookie('opsbook'), oauth_state: cookie('opsbook-state') },
      ipAddress: { disableIpTracking: true },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    // What goes wrong is thrown, or returned as a refusal: one log is enough.
    logger: { disabled: true },
  });
}
