/**
 * Signing in with a password, and replacing one: each attempt is counted before the password is
 * looked at.
 */
import { isAPIError } from 'better-auth/api';
import { type BetterAuth, PASSWORD_LENGTH } from './better-auth.ts';
import { isCommonPassword } from './common-passwords.ts';
import { onlyCookies, sessionCookies } from './session-cookie.ts';
import type { Session, Sessions } from './sessions.ts';
import type { Throttle } from './throttle.ts';

export interface PasswordSignIn {
  /** Checks e-mail and password and opens a session; the one in `headers`, if any, ends. */
  signIn(attempt: SignInAttempt): Promise<SignInResult>;
  /** Replaces the password, ends every session of the account and opens a new one. */
  changePassword(change: PasswordChange): Promise<PasswordResult>;
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

export function openPasswordSignIn(
  betterAuth: BetterAuth,
  sessions: Sessions,
  throttle: Throttle,
): PasswordSignIn {
  const { api, context } = betterAuth;
  return {
    async signIn({ email, password, address, headers }) {
      const account = email.trim().toLowerCase();
      const waitMs = throttle.attempt(account, address);
      if (waitMs > 0) return throttled(waitMs);
      try {
        // An unknown account costs one scrypt like a known one: the library hashes regardless.
        const opened = await api.signInEmail({
          body: { email: account, password },
          returnHeaders: true,
        });
        await sessions.end(headers);
        sessions.sweep();
        throttle.succeeded(account, address);
        return { outcome: 'done', cookies: sessionCookies(betterAuth, opened.headers) };
      } catch (error) {
        if (!isRefusal(error)) throw error;
        const known = await context.internalAdapter.findUserByEmail(account);
        return { outcome: 'refused', knownAccount: known !== null };
      }
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
      if (waitMs > 0) return throttled(waitMs);
      try {
        const changed = await api.changePassword({
          body: { currentPassword: current, newPassword: next, revokeOtherSessions: true },
          headers: onlyCookies(headers),
          returnHeaders: true,
        });
        await context.internalAdapter.updateUser(changed.response.user.id, {
          mustChangePassword: false,
        });
        throttle.succeeded(session.email, address);
        return { outcome: 'done', cookies: sessionCookies(betterAuth, changed.headers) };
      } catch (error) {
        if (!isRefusal(error)) throw error;
        return { outcome: 'wrong-password' };
      }
    },
  };
}

function throttled(waitMs: number): Throttled {
  return { outcome: 'throttled', waitSeconds: Math.ceil(waitMs / 1000) };
}

/** The library's refusals of what was typed, as against its failures. */
function isRefusal(error: unknown): boolean {
  return isAPIError(error) && error.statusCode >= 400 && error.statusCode < 500;
}
