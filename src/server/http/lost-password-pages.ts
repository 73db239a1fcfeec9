/** The pages of a password that is lost: asking for a link, and choosing a new one by it. */
import { html } from 'hono/html';
import { PASSWORD_LENGTH } from '../identity/better-auth.ts';
import { markInvalid, problemSummary } from './pages.ts';
import { type PlainPage, plainPage } from './plain-page.ts';

export function lostPasswordPage({ problem }: { readonly problem?: string } = {}): PlainPage {
  return plainPage(
    problem === undefined ? 'Lost password' : 'Error: Lost password',
    html`<h1>Lost password</h1>
<p class="lead">You get a mail with a link, by which you choose a new one.</p>
${problemSummary(problem)}
<form method="post" action="/lost-password">
<label for="email">E-mail address</label>
<input id="email" name="email" type="email" autocomplete="username" autocapitalize="none"
  spellcheck="false" required${markInvalid(problem)}>
<button type="submit">Send me a link</button>
</form>
${TO_SIGN_IN}`,
  );
}

/** The same for everybody: it names nothing that was typed. */
export function linkAskedPage(): PlainPage {
  return plainPage(
    'Look into your mail',
    html`<h1>Look into your mail</h1>
<p class="lead">If there is an account with this address, a mail is on its way to it. Its link works
for half an hour, once.</p>
<p>Nothing there after a few minutes? Look among what was sorted out as spam, check the address, or
ask an administrator.</p>
<p><a href="/lost-password">Ask again</a></p>
${TO_SIGN_IN}`,
  );
}

export function newPasswordPage(state: {
  readonly email: string;
  readonly problem?: string;
}): PlainPage {
  const { email, problem } = state;
  return plainPage(
    problem === undefined ? 'Choose a new password' : 'Error: Choose a new password',
    html`<h1>Choose a new password</h1>
<p class="lead">For ${email}. You will be signed out everywhere, and sign in with the new one.</p>
${problemSummary(problem)}
<form method="post" action="/new-password">
<input type="text" name="email" value="${email}" autocomplete="username" readonly hidden>
<label for="next">New password</label>
<p class="hint" id="rule">At least ${PASSWORD_LENGTH.min} characters: a few unrelated words, say.</p>
<input id="next" name="next" type="password" autocomplete="new-password"
  minlength="${PASSWORD_LENGTH.min}" required aria-describedby="rule${problem === undefined ? '' : ' problem'}">
<label for="again">New password, again</label>
<input id="again" name="again" type="password" autocomplete="new-password" required>
<button type="submit">Save password</button>
</form>`,
  );
}

/** @param isByMail whether another link can be had by mail */
export function linkGonePage(isByMail: boolean): PlainPage {
  return plainPage(
    'This link no longer works',
    html`<h1>This link no longer works</h1>
<p class="lead">A link works once, for a while, and only until there is a newer one or you sign in.</p>
<p>${
      isByMail
        ? html`<a href="/lost-password">Ask for another</a>`
        : 'Ask an administrator for another.'
    }</p>
${TO_SIGN_IN}`,
  );
}

const TO_SIGN_IN = html`<p><a href="/sign-in">Sign in</a></p>`;
