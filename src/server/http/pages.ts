/**
 * The few pages the server writes itself: signing in, choosing a password, and short messages.
 * Plain forms that need no script; they say nothing about what is behind them.
 */
import { html } from 'hono/html';
import { PASSWORD_LENGTH } from '../identity/better-auth.ts';
import type { ListedSession, Session } from '../identity/sessions.ts';
import { type PlainPage, plainPage } from './plain-page.ts';

export interface FormState {
  /** Where to go when it is done; already made safe. */
  readonly returnTo: string;
  /** What went wrong with the last try, as a sentence. */
  readonly problem?: string;
  readonly email?: string;
  /** Whether an identity provider is configured. */
  readonly hasProvider?: boolean;
  /** Whether a lost password can be replaced by mail. */
  readonly isByMail?: boolean;
  /** What has gone well, as a sentence. */
  readonly notice?: string | undefined;
  /** The form of those who sign in with a passkey alone. */
  readonly passkey?: Markup | undefined;
}

export function signInPage(state: FormState): PlainPage {
  const { returnTo, problem, email = '', hasProvider = false, isByMail = false } = state;
  const { notice, passkey = '' } = state;
  return plainPage(
    problem === undefined ? 'Sign in' : 'Error: Sign in',
    html`<h1>Sign in</h1>
<p class="lead">Only for people with an account.</p>
${notice === undefined ? '' : html`<p class="notice" role="status">${notice}</p>`}
${problemSummary(problem)}
${hasProvider ? providerLink(returnTo) : ''}
<form method="post" action="/sign-in">
<input type="hidden" name="returnTo" value="${returnTo}">
<label for="email">E-mail address</label>
<input id="email" name="email" type="email" value="${email}" autocomplete="username"
  autocapitalize="none" spellcheck="false" required${markInvalid(problem)}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password"
  required${markInvalid(problem)}>
<button type="submit">Sign in</button>
</form>
${passkey}
${isByMail ? LOST_PASSWORD : ''}`,
  );
}

export function passwordPage(state: FormState & { readonly mustChange: boolean }): PlainPage {
  const { returnTo, problem, email = '', mustChange } = state;
  const title = mustChange ? 'Choose your password' : 'Change your password';
  return plainPage(
    problem === undefined ? title : `Error: ${title}`,
    html`<h1>${title}</h1>
<p class="lead">${
      mustChange
        ? 'The password you signed in with works only until you choose your own.'
        : 'You will be signed out everywhere else.'
    }</p>
${problemSummary(problem)}
<form method="post" action="/password">
<input type="hidden" name="returnTo" value="${returnTo}">
<input type="text" name="email" value="${email}" autocomplete="username" readonly hidden>
<label for="current">${mustChange ? 'One-time password' : 'Current password'}</label>
<input id="current" name="current" type="password" autocomplete="current-password"
  required${markInvalid(problem)}>
<label for="next">New password</label>
<p class="hint" id="rule">At least ${PASSWORD_LENGTH.min} characters: a few unrelated words, say.</p>
<input id="next" name="next" type="password" autocomplete="new-password"
  minlength="${PASSWORD_LENGTH.min}" required aria-describedby="rule">
<label for="again">New password, again</label>
<input id="again" name="again" type="password" autocomplete="new-password" required>
<button type="submit">Save password</button>
</form>
${SIGN_OUT_FORM}`,
  );
}

export function accountPage(
  { email, hasPassword, role }: Session,
  sessions: readonly ListedSession[],
  secondFactors: Markup,
): PlainPage {
  return plainPage(
    'Your account',
    html`<h1>Your account</h1>
<p class="lead">You are signed in as ${email}.</p>
${hasPassword ? html`<p><a href="/password">Change your password</a></p>` : ''}
${role === 'administrator' ? html`<p><a href="/account/people/">People</a></p>` : ''}
${secondFactors}
<h2>Where you are signed in</h2>
<ul class="sessions">
${sessions.map(sessionItem)}
</ul>
${sessions.length > 1 ? END_OTHERS_FORM : ''}
${SIGN_OUT_FORM}
<form method="post" action="/sign-out">
<input type="hidden" name="everywhere" value="yes">
<button class="quiet" type="submit">Sign out everywhere</button>
</form>
<p><a href="/">Go to the first page</a></p>`,
  );
}

export function messagePage(title: string, message: string): PlainPage {
  return plainPage(
    title,
    html`<h1>${title}</h1>
<p class="lead">${message}</p>
<p><a href="/">Go to the first page</a></p>`,
  );
}

export type Markup = ReturnType<typeof html>;

const LOST_PASSWORD = html`<p class="after"><a href="/lost-password">I have lost my password</a></p>`;

function sessionItem({ id, device, createdAt, lastSeenAt, isThis }: ListedSession): Markup {
  const form = html`<form method="post" action="/account">
<input type="hidden" name="session" value="${id}">
<button class="quiet" type="submit" aria-label="End ${device}, signed in ${utc(createdAt)}">End</button>
</form>`;
  return html`<li><strong>${device}</strong>${isThis ? ' (this browser)' : ''}<br>
<span class="hint">Signed in ${utc(createdAt)}, last used ${utc(lastSeenAt)}</span>
${isThis ? '' : form}</li>
`;
}

/** To the minute, the same wherever it is read. */
export function utc(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

const END_OTHERS_FORM = html`<form method="post" action="/account">
<input type="hidden" name="session" value="others">
<button class="quiet" type="submit">End all others</button>
</form>`;

/** A link, because a form may not lead to another site. */
function providerLink(returnTo: string): Markup {
  const query = new URLSearchParams({ returnTo });
  return html`<p><a class="button" href="/auth/oidc?${query}">Sign in with your organisation</a></p>
<p class="hint">Or with a password of this portal:</p>`;
}

/** What `Clear-Site-Data` takes away is said before, not after. */
export const SIGN_OUT_FORM = html`<form method="post" action="/sign-out">
<button class="quiet" type="submit" aria-describedby="sign-out">Sign out</button>
<p class="hint" id="sign-out">This also removes the progress kept on this device.</p>
</form>`;

export function problemSummary(problem: string | undefined): Markup | string {
  if (problem === undefined) return '';
  return html`<p class="problem" id="problem" role="alert">${problem}</p>`;
}

export function markInvalid(problem: string | undefined): Markup | string {
  return problem === undefined ? '' : html` aria-invalid="true" aria-describedby="problem"`;
}
