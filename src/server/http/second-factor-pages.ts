/**
 * The pages of second factors: showing one, and having them. Plain forms that need no script; those of
 * passkeys are hidden until `passkey.js` shows them.
 */
import { html, raw } from 'hono/html';
import { renderSVG } from 'uqr';
import { MAX_NAME_LENGTH, type NewAuthenticator } from '../identity/factor-settings.ts';
import type { SecondFactor, Shown } from '../identity/second-factors.ts';
import { type Markup, markInvalid, problemSummary, SIGN_OUT_FORM, utc } from './pages.ts';
import { type PlainPage, plainPage } from './plain-page.ts';

interface StepState {
  /** Where to go when it is done; already made safe. */
  readonly returnTo: string;
  /** What went wrong with the last try, as a sentence. */
  readonly problem?: string | undefined;
}

/** What was tried last, so that it is the one that is marked. */
export type Tried = 'code' | 'backupCode' | 'password' | 'credential';

/** After the password. */
export function secondFactorPage(
  state: StepState & { readonly shown: Shown; readonly tried?: Tried },
): PlainPage {
  return stepPage('Second step', {
    ...state,
    action: '/second-factor',
    lead: html`Your password was right. Now show that it is you.`,
    after: html`<h2>None of this at hand?</h2>
<p class="hint">An administrator of the portal can take your second factor away, once it is clear that it is you who asks.</p>
${SIGN_OUT_FORM}`,
  });
}

/** Before changing how one signs in. */
export function confirmPage(
  state: StepState & {
    readonly shown: Shown;
    readonly email: string;
    readonly goOn: string;
    readonly tried?: Tried;
  },
): PlainPage {
  const { email, goOn, returnTo, problem, tried } = state;
  return stepPage('Confirm that it is you', {
    ...state,
    action: '/second-factor/confirm',
    lead: html`How you sign in is about to change. One of these is enough.`,
    hidden: html`<input type="hidden" name="goOn" value="${goOn}">`,
    after: html`<form method="post" action="/second-factor/confirm">
<input type="hidden" name="returnTo" value="${returnTo}">
<input type="hidden" name="goOn" value="${goOn}">
<input type="text" name="email" value="${email}" autocomplete="username" readonly hidden>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required${tried === 'password' ? markInvalid(problem) : ''}>
<button type="submit">Confirm with the password</button>
</form>
<p><a href="/account">Back to your account</a></p>`,
  });
}

interface StepForm extends StepState {
  readonly shown: Shown;
  readonly tried?: Tried;
  readonly action: string;
  readonly lead: Markup;
  readonly hidden?: Markup;
  readonly after: Markup;
}

function stepPage(title: string, form: StepForm): PlainPage {
  const { shown, tried, action, lead, hidden = html``, after, returnTo, problem } = form;
  const has = (kind: SecondFactor['kind']) => shown.factors.some((each) => each.kind === kind);
  const fields = html`<input type="hidden" name="returnTo" value="${returnTo}">${hidden}`;
  return plainPage(
    titleOf(title, problem),
    html`<h1>${title}</h1>
<p class="lead">${lead}</p>
${problemSummary(problem)}
${has('passkey') ? passkeyForm({ action, kind: 'get', options: '/second-factor/options', label: 'Use a passkey', fields }) : ''}
${
  has('authenticator')
    ? html`<form method="post" action="${action}">
${fields}
<label for="code">Code of your authenticator app</label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="20" required${tried === 'code' ? markInvalid(problem) : ''}>
<button type="submit">Go on</button>
</form>`
    : ''
}
${shown.codesLeft > 0 ? backupForm(action, fields, tried === 'backupCode' ? problem : undefined) : ''}
${after}`,
  );
}

/** Folded until it is wanted. */
function backupForm(action: string, fields: Markup, problem: string | undefined): Markup {
  return html`<details${problem === undefined ? '' : raw(' open')}>
<summary>Use a backup code</summary>
<form method="post" action="${action}">
${fields}
<label for="backup-code">Backup code</label>
<p class="hint" id="backup-rule">Each works once. Strike it off your list.</p>
<input id="backup-code" name="backupCode" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="60" required${problem === undefined ? html` aria-describedby="backup-rule"` : html` aria-invalid="true" aria-describedby="problem backup-rule"`}>
<button type="submit" class="quiet">Use this code</button>
</form>
</details>`;
}

interface PasskeyForm {
  readonly action: string;
  readonly kind: 'get' | 'alone' | 'create';
  /** Where the script gets what to ask the browser for. */
  readonly options: string;
  readonly label: string;
  readonly fields: Markup;
  /** Beside another way that is offered first. */
  readonly isQuiet?: boolean;
}

export function passkeyForm({
  action,
  kind,
  options,
  label,
  fields,
  isQuiet,
}: PasskeyForm): Markup {
  return html`<script type="module" src="/passkey.js"></script>
<form method="post" action="${action}" data-passkey="${kind}" data-options="${options}" hidden>
${fields}
<input type="hidden" name="credential">
<p class="problem" role="alert" hidden></p>
<button type="submit"${isQuiet ? html` class="quiet"` : ''}>${label}</button>
</form>`;
}

/** Whoever must have a second factor chooses which. */
export function setUpPage({
  returnTo,
  hasPasskeys,
}: StepState & { readonly hasPasskeys: boolean }) {
  return plainPage(
    'Set up a second factor',
    html`<h1>Set up a second factor</h1>
<p class="lead">Here, signing in takes more than a password. Choose what you will use beside it; you can add more later.</p>
${addLinks(returnTo, hasPasskeys)}
${SIGN_OUT_FORM}`,
  );
}

function addLinks(returnTo: string, hasPasskeys: boolean): Markup {
  const query = returnTo === '/' ? '' : `?${new URLSearchParams({ returnTo })}`;
  return html`<ul class="choices">
${
  hasPasskeys
    ? html`<li><a href="/second-factor/passkey${query}">Add a passkey</a><br>
<span class="hint">Fingerprint, face or PIN of a phone or computer, or a security key.</span></li>`
    : ''
}
<li><a href="/second-factor/authenticator${query}">Add an authenticator app</a><br>
<span class="hint">It shows a new code of six digits every half minute.</span></li>
</ul>`;
}

interface AddState extends StepState {
  /** What is there for whoever does not want to after all. */
  readonly back: '/account' | '/second-factor/set-up';
}

export function authenticatorPage(
  state: AddState & { readonly app: NewAuthenticator; readonly name?: string },
): PlainPage {
  const { returnTo, problem, back, app, name = '' } = state;
  const title = 'Add an authenticator app';
  return plainPage(
    titleOf(title, problem),
    html`<h1>${title}</h1>
<p class="lead">Scan the picture with the app, or type the key there. Then type the code that the app shows.</p>
${problemSummary(problem)}
<div class="qr" role="img" aria-label="QR code with the key below">${raw(renderSVG(app.address, { border: 4 }))}</div>
<p class="hint">Key: <code class="key">${inGroups(app.seed)}</code></p>
<p><a href="${app.address}">Open in an app on this device</a></p>
<form method="post" action="/second-factor/authenticator">
<input type="hidden" name="returnTo" value="${returnTo}">
<input type="hidden" name="setUp" value="${app.setUp}">
<label for="code">Code that the app shows</label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="20" required${markInvalid(problem)}>
${nameField(name, 'Phone, say')}
<button type="submit">Add this app</button>
</form>
<p><a href="${back}">Back</a></p>`,
  );
}

export function passkeyPage({ returnTo, problem, back }: AddState): PlainPage {
  const title = 'Add a passkey';
  return plainPage(
    titleOf(title, problem),
    html`<h1>${title}</h1>
<p class="lead">Your device will ask for fingerprint, face or PIN. A passkey that asked signs you in without the password, too.</p>
${problemSummary(problem)}
${passkeyForm({
  action: '/second-factor/passkey',
  kind: 'create',
  options: '/second-factor/passkey/options',
  label: 'Add a passkey',
  fields: html`<input type="hidden" name="returnTo" value="${returnTo}">${nameField('', 'Laptop, say')}`,
})}
<noscript><p class="problem">Passkeys need JavaScript. An authenticator app does not.</p></noscript>
<p><a href="${back}">Back</a></p>`,
  );
}

/** Shown once, right after they were made. */
export function codesPage(codes: readonly string[], returnTo: string): PlainPage {
  return plainPage(
    'Your backup codes',
    html`<h1>Your backup codes</h1>
<p class="lead">Print them or write them down, and keep them away from phone and computer. They are shown only now; earlier ones no longer work.</p>
<ol class="codes">
${codes.map(codeItem)}
</ol>
<p class="hint">Each signs you in once, after the password, when nothing else is at hand.</p>
<p><a href="${returnTo === '/' ? '/account' : returnTo}">I have kept them: go on</a></p>`,
  );
}

/** On a narrow screen it breaks in the middle. */
function codeItem(code: string): Markup {
  const middle = Math.ceil(code.length / 2);
  return html`<li><code><span>${code.slice(0, middle)}</span><span>${code.slice(middle)}</span></code></li>
`;
}

export function renewCodesPage({ codesLeft }: Shown): PlainPage {
  return plainPage(
    'New backup codes',
    html`<h1>New backup codes</h1>
<p class="lead">${codesLeft === 0 ? 'You have none left.' : 'Those you have will no longer work.'}</p>
<form method="post" action="/second-factor/backup-codes">
<button type="submit">Make new codes</button>
</form>
<p><a href="/account">Back to your account</a></p>`,
  );
}

export function removePage(
  factor: SecondFactor,
  { isLast, isRequired }: { readonly isLast: boolean; readonly isRequired: boolean },
): PlainPage {
  return plainPage(
    'Remove a second factor',
    html`<h1>Remove “${factor.name}”?</h1>
<p class="lead">${
      isLast
        ? `It is the last one, and your backup codes go with it. ${isRequired ? MUST_HAVE : ALONE}`
        : 'You will no longer be able to sign in with it.'
    }</p>
<form method="post" action="/second-factor/remove">
<input type="hidden" name="factor" value="${factor.id}">
<button type="submit">Remove</button>
</form>
<p><a href="/account">Keep it</a></p>`,
  );
}

const MUST_HAVE = 'You will have to set up another at once.';
const ALONE = 'The password alone will sign you in.';

/** The part of the account page. */
export function secondFactorSection({ factors, codesLeft }: Shown, hasPasskeys: boolean): Markup {
  return html`<h2>Second factors</h2>
${
  factors.length === 0
    ? html`<p class="hint">None: your password alone signs you in.</p>`
    : html`<ul class="sessions">
${factors.map(factorItem)}
<li><strong>Backup codes</strong><br>
<span class="hint">${codesLeft === 0 ? 'None left' : codesLeft === 1 ? '1 left' : `${codesLeft} left`}</span><br>
<a href="/second-factor/backup-codes">Make new ones</a></li>
</ul>`
}
${addLinks('/', hasPasskeys)}`;
}

/** In place of that part, for people who came by the identity provider. */
export const PROVIDERS_MATTER = html`<h2>Second factors</h2>
<p class="hint">You sign in with your organisation, which decides whether that takes more than a password.</p>`;

function factorItem({ id, kind, name, createdAt, lastUsedAt }: SecondFactor): Markup {
  const used = lastUsedAt === undefined ? 'not used yet' : `last used ${utc(lastUsedAt)}`;
  const query = new URLSearchParams({ factor: id });
  return html`<li><strong>${name}</strong> (${KINDS[kind]})<br>
<span class="hint">Added ${utc(createdAt)}, ${used}</span><br>
<a href="/second-factor/remove?${query}" aria-label="Remove ${name}, added ${utc(createdAt)}">Remove</a></li>
`;
}

const KINDS = { authenticator: 'authenticator app', passkey: 'passkey' } as const;

function nameField(name: string, example: string): Markup {
  return html`<label for="name">Name</label>
<p class="hint" id="name-rule">By which you know it later: ${example}.</p>
<input id="name" name="name" value="${name}" maxlength="${MAX_NAME_LENGTH}" autocomplete="off" aria-describedby="name-rule">`;
}

function titleOf(title: string, problem: string | undefined): string {
  return problem === undefined ? title : `Error: ${title}`;
}

function inGroups(seed: string): string {
  return seed.replace(/.{4}(?=.)/g, '$& ');
}
