/**
 * Every setting of better-auth in one place, each chosen so that the library can do less than it
 * could. It carries out OpenID Connect and adds the people who come by it to our tables; passwords and
 * sessions are ours.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { betterAuth } from 'better-auth';
import { genericOAuth } from 'better-auth/plugins';
import type { Database } from '../database/connection.ts';
import { createOidcProvider, type OidcConfig, type OidcProvider } from './oidc.ts';
import { cookieName } from './session-cookie.ts';

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
  /** Runs a request of the library and says whom it would have opened a session for. */
  identify<T>(request: () => Promise<T>): Promise<Identified<T>>;
}

interface Identified<T> {
  readonly response: T;
  readonly userId: string | undefined;
}

/** The library over an open database. */
export async function openBetterAuth(
  db: Database,
  options: BetterAuthOptions,
): Promise<BetterAuth> {
  const oidcProvider = options.oidc && createOidcProvider(options.oidc, options);
  const identified = new AsyncLocalStorage<{ userId?: string }>();
  const onIdentified = (userId: string) => {
    const request = identified.getStore();
    if (request) request.userId = userId;
  };
  const { api, $context } = configure(db, options, { oidcProvider, onIdentified });
  return {
    api,
    context: await $context,
    oidcProvider,
    async identify(request) {
      const found: { userId?: string } = {};
      const response = await identified.run(found, request);
      return { response, userId: found.userId };
    },
  };
}

interface Wiring {
  readonly oidcProvider: OidcProvider | undefined;
  readonly onIdentified: (userId: string) => void;
}

function configure(
  db: Database,
  { origin, secret }: BetterAuthOptions,
  { oidcProvider, onIdentified }: Wiring,
) {
  const secure = origin.startsWith('https://');
  return betterAuth({
    // On PostgreSQL too: flags are numbers in our tables, and moments texts.
    database: { db, type: 'sqlite' },
    baseURL: origin,
    basePath: '/auth',
    // The list form, because the single `secret` would give way to an environment variable of the
    // library.
    secrets: [{ version: 1, value: secret }],
    user: {
      additionalFields: {
        mustChangePassword: { type: 'boolean', required: true, defaultValue: false, input: false },
        disabled: { type: 'boolean', required: true, defaultValue: false, input: false },
        role: { type: 'string', required: true, defaultValue: 'reader', input: false },
      },
    },
    plugins: [genericOAuth({ config: oidcProvider ? [oidcProvider.settings] : [] })],
    account: {
      accountLinking: { enabled: false },
      updateAccountOnSignIn: false,
      // Nothing to keep for strangers who begin and never return.
      storeStateStrategy: 'cookie',
    },
    // The library's own sessions, whose tokens it would keep in clear, are kept nowhere.
    secondaryStorage: { get: () => null, set: () => {}, delete: () => {} },
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
          async before({ userId }) {
            onIdentified(userId);
          },
        },
      },
    },
    advanced: {
      cookiePrefix: 'opsbook',
      // The library's own switch would put `__Secure-` before the name, and `__Host-` is the
      // stricter promise.
      useSecureCookies: false,
      cookies: {
        oauth_state: {
          name: cookieName('opsbook-state', secure),
          attributes: { httpOnly: true, sameSite: 'lax', path: '/', secure },
        },
      },
      ipAddress: { disableIpTracking: true },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    // What goes wrong is thrown, or returned as a refusal: one log is enough.
    logger: { disabled: true },
  });
}
