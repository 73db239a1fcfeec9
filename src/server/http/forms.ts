/** How a form is read and how it ends: somewhere else, or shown again with what was wrong. */
import { PASSWORD_LENGTH } from '../identity/better-auth.ts';
import type { AddResult } from '../identity/factor-settings.ts';
import type { NotNow } from '../identity/not-now.ts';
import type { PasswordResult, SignInResult } from '../identity/password-sign-in.ts';
import type { PasskeySignInResult, StepResult } from '../identity/second-step.ts';
import type { RequestContext } from './handler-environment.ts';
import { type PlainPage, showPage } from './plain-page.ts';

/** Why a form is shown again; `different` is what only the form itself can tell. */
export type Refusal = Exclude<
  | SignInResult
  | PasswordResult
  | StepResult
  | PasskeySignInResult
  | AddResult
  | { readonly outcome: 'different' },
  { readonly outcome: 'done' }
>;

export async function readForm(c: RequestContext): Promise<URLSearchParams> {
  return new URLSearchParams(await c.req.text());
}

/** Leads on to `to`, with `Set-Cookie` values. */
export function leave(c: RequestContext, to: string, cookies: readonly string[]): Response {
  setCookies(c, cookies);
  return c.redirect(to, 303);
}

export function setCookies(c: RequestContext, cookies: readonly string[]): void {
  for (const cookie of cookies) c.header('Set-Cookie', cookie, { append: true });
}

/** Shows the form again, with what was wrong. */
export function refuse(
  c: RequestContext,
  refusal: Refusal,
  form: (problem: string) => PlainPage,
): Promise<Response> {
  if ('waitSeconds' in refusal) return refuseForNow(c, refusal, form);
  return showPage(c, form(REFUSALS[refusal.outcome]), 422);
}

/** Shows the form again, with how long to wait. */
export function refuseForNow(
  c: RequestContext,
  { outcome, waitSeconds }: NotNow,
  form: (problem: string) => PlainPage,
): Promise<Response> {
  c.header('Retry-After', String(waitSeconds));
  const problem = form(`${NOT_NOW[outcome]} Wait ${waitOf(waitSeconds)}, then try again.`);
  return showPage(c, problem, outcome === 'throttled' ? 429 : 503);
}

function waitOf(seconds: number): string {
  if (seconds === 1) return '1 second';
  return seconds <= 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
}

const NOT_NOW = {
  throttled: 'Too many attempts.',
  busy: 'Too many people are signing in at this moment.',
  unavailable: 'This cannot be done now: the portal cannot write to its database.',
} as const;

const REFUSALS = {
  refused: 'E-mail address or password is not right. Check both and try again.',
  expired: 'This one-time password has run out. Ask an administrator for another.',
  used:
    'This one-time password has been used already. Go on in the browser that used it, or ask an ' +
    'administrator for another.',
  'wrong-password': 'The password you signed in with is not right. Type it again.',
  'wrong-code': 'This code is not right, or was used before. Look again, and type the one of now.',
  'used-code': 'This code was used already. Wait for the next one, then type that.',
  'wrong-passkey': 'This passkey was not accepted. Try again, or use another way.',
  'too-late': 'This took too long, or was done already. Begin again.',
  'not-added': 'This could not be added: you have it already, or too many. Look at your account.',
  unchanged: 'The new password is the old one. Choose another.',
  different: 'The two new passwords differ. Type the same one twice.',
  common: 'The new password is one of the first that are tried. Use a few unrelated words.',
  'too-short': `The new password is too short. Use at least ${PASSWORD_LENGTH.min} characters.`,
  'too-long': `The new password is too long. Use at most ${PASSWORD_LENGTH.max} characters.`,
} as const;
