/** How a form is read and how it ends: somewhere else, or shown again with what was wrong. */
import { PASSWORD_LENGTH } from '../identity/better-auth.ts';
import type { PasswordResult, SignInResult } from '../identity/password-sign-in.ts';
import type { RequestContext } from './handler-environment.ts';

/** Why a form is shown again; `different` is what only the form itself can tell. */
export type Refusal = Exclude<
  SignInResult | PasswordResult | { readonly outcome: 'different' },
  { readonly outcome: 'done' }
>;

export async function readForm(c: RequestContext): Promise<URLSearchParams> {
  return new URLSearchParams(await c.req.text());
}

/** Leads on to `to`, with `Set-Cookie` values. */
export function leave(c: RequestContext, to: string, cookies: readonly string[]): Response {
  for (const cookie of cookies) c.header('Set-Cookie', cookie, { append: true });
  return c.redirect(to, 303);
}

/** Shows the form again, with what was wrong. */
export function refuse(
  c: RequestContext,
  refusal: Refusal,
  form: (problem: string) => string,
): Response {
  if (refusal.outcome !== 'throttled') return c.html(form(REFUSALS[refusal.outcome]), 422);
  const { waitSeconds } = refusal;
  c.header('Retry-After', String(waitSeconds));
  const wait = waitSeconds === 1 ? '1 second' : `${waitSeconds} seconds`;
  return c.html(form(`Too many attempts. Wait ${wait}, then try again.`), 429);
}

const REFUSALS = {
  refused: 'E-mail address or password is not right. Check both and try again.',
  'wrong-password': 'The password you signed in with is not right. Type it again.',
  unchanged: 'The new password is the old one. Choose another.',
  different: 'The two new passwords differ. Type the same one twice.',
  common: 'The new password is one of the first that are tried. Use a few unrelated words.',
  'too-short': `The new password is too short. Use at least ${PASSWORD_LENGTH.min} characters.`,
  'too-long': `The new password is too long. Use at most ${PASSWORD_LENGTH.max} characters.`,
} as const;
