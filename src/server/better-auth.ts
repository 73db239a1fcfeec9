/**
 * Every setting of better-auth in one place, each chosen so that the library can do less than it
 * could.
 */

import type { DatabaseSync } from 'node:sqlite';
import { betterAuth } from 'better-auth';

/** Counted from sign-in and never extended. */
export const sessionLifetimeSeconds = 7 * 24 * 60 * 60;

export const passwordLength = { min: 12, max: 256 } as const;

/**
 * The library over an open database; `origin` is the address people type, https deciding the
 * cookie's name.
 */
export function configureBetterAuth(
  database: DatabaseSync,
  { origin, secret }: { readonly origin: string; readonly secret: string },
) {
  const secure = origin.startsWith('https://');
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
      },
    },
    session: {
      expiresIn: sessionLifetimeSeconds,
      disableSessionRefresh: true,
      cookieCache: { enabled: false },
    },
    account: { accountLinking: { enabled: false } },
    advanced: {
      cookiePrefix: 'opsbook',
      // The library's own switch would put `__Secure-` before the name, and `__Host-` is the
      // stricter promise.
      useSecureCookies: false,
      cookies: {
        session_token: {
          name: secure ? '__Host-opsbook' : 'opsbook',
          attributes: { httpOnly: true, sameSite: 'lax', path: '/', secure },
        },
      },
      ipAddress: { disableIpTracking: true },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { level: 'error' },
  });
}
