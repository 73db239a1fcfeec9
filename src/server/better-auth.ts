/**
 * Every setting of better-auth in one place, each chosen so that the library can do less than it
 * could.
 */

import type { DatabaseSync } from 'node:sqlite';
import { betterAuth } from 'better-auth';

/** Counted from sign-in and never extended. */
export const sessionLifetimeSeconds = 7 * 24 * 60 * 60;

export const passwordLength = { min: 12, max: 256 } as const;

export interface BetterAuthOptions {
  /** The address people type; https decides the cookies' names. */
  readonly origin: string;
  readonly secret: string;
  readonly clock: () => number;
}

export interface BetterAuth {
  readonly api: ReturnType<typeof configure>['api'];
  readonly context: Awaited<ReturnType<typeof configure>['$context']>;
}

/** The library over an open database, whose tables it brings up to date. */
export async function openBetterAuth(
  database: DatabaseSync,
  options: BetterAuthOptions,
): Promise<BetterAuth> {
  const { api, $context } = configure(database, options);
  const context = await $context;
  await context.runMigrations();
  return { api, context };
}

function configure(database: DatabaseSync, { origin, secret, clock }: BetterAuthOptions) {
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
      minPasswordLength: passwordLength.min,
      maxPasswordLength: passwordLength.max,
    },
    user: {
      additionalFields: {
        mustChangePassword: { type: 'boolean', required: true, defaultValue: false, input: false },
        disabled: { type: 'boolean', required: true, defaultValue: false, input: false },
      },
    },
    session: {
      expiresIn: sessionLifetimeSeconds,
      disableSessionRefresh: true,
      cookieCache: { enabled: false },
    },
    account: { accountLinking: { enabled: false } },
    databaseHooks: {
      session: {
        create: {
          // Every way of signing in comes through here.
          async before(session) {
            const isDisabled = database.prepare('SELECT 1 FROM user WHERE id = ? AND disabled = 1');
            if (isDisabled.get(session.userId) !== undefined) return false;
            const now = clock();
            const [createdAt, expiresAt] = [now, now + sessionLifetimeSeconds * 1000];
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
      cookies: { session_token: cookie('opsbook') },
      ipAddress: { disableIpTracking: true },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    // What goes wrong is thrown, or answered as a refusal: one log is enough.
    logger: { disabled: true },
  });
}
