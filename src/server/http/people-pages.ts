/** The pages of people: whom there is, and what an administrator does for one of them. */
import { html } from 'hono/html';
import type { Account } from '../identity/accounts.ts';
import { type Markup, problemSummary } from './pages.ts';
import { type PlainPage, plainPage } from './plain-page.ts';

/** What can be done for somebody. */
export const ACTS = ['reset', 'unblock', 'end-sessions'] as const;
export type Act = (typeof ACTS)[number];

export function peoplePage(accounts: readonly Account[], ownId: string): PlainPage {
  return plainPage(
    'People',
    html`<h1>People</h1>
<p class="lead">Who may sign in. Adding, disabling and roles are for the command line.</p>
<ul class="sessions">
${accounts.map((account) => personItem(account, account.id === ownId))}</ul>
<p><a href="/account">Your account</a></p>`,
  );
}

export interface PersonState {
  readonly account: Account;
  readonly isOwn: boolean;
  /** Whether who asks must show again who they are; `no-password` when they cannot here. */
  readonly asksPassword: 'yes' | 'no' | 'no-password';
  readonly ownEmail: string;
  readonly problem?: string;
  /** What has just been done. */
  readonly done?: Act | undefined;
}

export function personPage(state: PersonState): PlainPage {
  const { account, problem, done } = state;
  const notice = done && DONE[done];
  return plainPage(
    problem === undefined ? account.email : `Error: ${account.email}`,
    html`<h1 class="address">${account.email}</h1>
<p class="lead">${stateWords(account)}</p>
${notice === undefined ? '' : html`<p class="notice" role="status">${notice}</p>`}
${problemSummary(problem)}
${acts(state)}
<p><a href="/account/people/">All people</a></p>`,
  );
}

/** Shows the link of a reset, which nothing will show again. */
export function resetLinkPage(email: string, address: string, isMailed: boolean): PlainPage {
  return plainPage(
    'A link for a new password',
    html`<h1>A link for a new password</h1>
<p class="lead">The password of ${email} has ended. Whoever opens this link within a day chooses a new
one. It works once and is shown only now.</p>
<p class="notice address">${address}</p>
<p>${
      isMailed
        ? 'It is also on its way by mail.'
        : 'Give it to the person in a way that nobody else reads.'
    }</p>
<p><a href="/account/people/">All people</a></p>`,
  );
}

function personItem(account: Account, isOwn: boolean): Markup {
  return html`<li><a class="address" href="/account/people/${account.id}/">${account.email}</a>${isOwn ? ' (you)' : ''}<br>
<span class="hint">${stateWords(account)}</span></li>
`;
}

function stateWords(account: Account): string {
  const words: readonly (string | false)[] = [
    account.role === 'none' ? 'no role' : account.role,
    account.disabled && 'disabled',
    account.isExternal && 'signs in with the identity provider',
    account.mustChangePassword && 'has to choose a password',
  ];
  return words.filter((word) => word !== false).join(', ');
}

function acts({ account, isOwn, asksPassword, ownEmail, problem }: PersonState): Markup {
  if (isOwn) {
    return html`<p>This is you: your password and your sessions are on <a href="/account">your account</a>.</p>`;
  }
  if (asksPassword === 'no-password') {
    return html`<p>You signed in a while ago. Sign out and in again to go on: who you are must be fresh for this.</p>`;
  }
  const password = html`<label for="password">Your own password</label>
<p class="hint" id="why">You signed in a while ago.</p>
<input type="text" name="email" value="${ownEmail}" autocomplete="username" readonly hidden>
<input id="password" name="password" type="password" autocomplete="current-password" required
  aria-describedby="why${problem === undefined ? '' : ' problem'}"${problem === undefined ? '' : html` aria-invalid="true"`}>`;
  const reset = html`<button class="quiet" type="submit" name="act" value="reset" aria-describedby="reset">Reset the password</button>
<p class="hint" id="reset">Ends the password and all sessions, and makes a link for a new one.</p>`;
  // Enter in the field presses the first button: the one that does least.
  return html`<form method="post" action="/account/people/${account.id}/">
${asksPassword === 'yes' ? password : ''}
<button class="quiet" type="submit" name="act" value="unblock" aria-describedby="unblock">End waiting times</button>
<p class="hint" id="unblock">After wrong passwords, whoever typed them.</p>
<button class="quiet" type="submit" name="act" value="end-sessions" aria-describedby="end">End all sessions</button>
<p class="hint" id="end">Signed out everywhere; the password works on.</p>
${account.isExternal || account.disabled ? '' : reset}
</form>`;
}

const DONE: Readonly<Record<Act, string>> = {
  reset: 'The password has ended.',
  unblock: 'The waiting times have ended.',
  'end-sessions': 'All sessions have ended.',
};
