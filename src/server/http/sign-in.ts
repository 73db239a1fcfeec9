/** Signing in with a password, and signing out. */
import { html } from 'hono/html';
import type { SignInResult } from '../identity/password-sign-in.ts';
import { leave, readForm, refuse, setCookies } from './forms.ts';
import type { RequestContext, Services } from './handler-environment.ts';
import { messagePage, signInPage } from './pages.ts';
import { showPage } from './plain-page.ts';
import { landingOf, safeReturnTo } from './return-to.ts';
import { passkeyForm } from './second-factor-pages.ts';

export function signInHandlers({ auth, audit, addressOf, firstPage }: Services) {
  const hasProvider = auth.oidc !== undefined;
  const { isByMail } = auth.passwordReset;
  const { alone } = auth.secondStep;
  const passkeyFormFor = (returnTo: string) =>
    alone &&
    passkeyForm({
      action: '/sign-in/passkey',
      kind: 'alone',
      options: '/sign-in/passkey/options',
      label: 'Use a passkey instead',
      fields: html`<input type="hidden" name="returnTo" value="${returnTo}">`,
      isQuiet: true,
    });
  return {
    /** Whoever is signed in already is led on. */
    async show(c: RequestContext) {
      const returnTo = safeReturnTo(c.req.query('returnTo'));
      if (await auth.sessionOf(c.req.raw.headers)) {
        return c.redirect(await landingOf(returnTo, firstPage), 303);
      }
      const notice = c.req.query('changed') === 'password' ? PASSWORD_CHANGED : undefined;
      const passkey = passkeyFormFor(returnTo);
      return showPage(c, signInPage({ returnTo, hasProvider, isByMail, notice, passkey }));
    },

    async submit(c: RequestContext) {
      const form = await readForm(c);
      const returnTo = safeReturnTo(form.get('returnTo'));
      const email = (form.get('email') ?? '').trim();
      const address = addressOf(c);
      const result = await auth.signIn({
        email,
        password: form.get('password') ?? '',
        address,
        headers: c.req.raw.headers,
      });
      audit({
        event: EVENTS[result.outcome],
        ...(isAccount(result) && { account: email.toLowerCase() }),
        ...('lacks' in result && { lacks: result.lacks }),
        ...reasonOf(result),
        address,
      });
      if (result.outcome === 'done') {
        return leave(c, await landingOf(returnTo, firstPage), result.cookies);
      }
      const passkey = passkeyFormFor(returnTo);
      const state = { returnTo, email, hasProvider, isByMail, passkey };
      return refuse(c, result, (problem) => signInPage({ ...state, problem }));
    },

    /** For the script of the page. */
    async askPasskey(c: RequestContext) {
      const asked = await alone?.ask();
      if (asked === undefined) return c.notFound();
      setCookies(c, asked.cookies);
      return c.json(asked.options);
    },

    async submitPasskey(c: RequestContext) {
      const form = await readForm(c);
      const returnTo = safeReturnTo(form.get('returnTo'));
      const address = addressOf(c);
      const credential = form.get('credential') ?? '';
      const { headers } = c.req.raw;
      const result = await alone?.signIn({ credential, address, headers });
      if (result === undefined) return c.notFound();
      audit({
        event: EVENTS[result.outcome],
        ...(result.outcome === 'done' && { account: result.email }),
        by: 'passkey',
        ...('reason' in result && { reason: result.reason }),
        address,
      });
      if (result.outcome === 'done') {
        return leave(c, await landingOf(returnTo, firstPage), result.cookies);
      }
      const state = { returnTo, hasProvider, isByMail, passkey: passkeyFormFor(returnTo) };
      return refuse(c, result, (problem) => signInPage({ ...state, problem }));
    },

    async signOut(c: RequestContext) {
      const everywhere = (await readForm(c)).get('everywhere') === 'yes';
      const { headers } = c.req.raw;
      const signedOut = await auth.signOut(headers, { everywhere });
      const { cookies, account, isEverywhere, isWritten } = signedOut;
      const event = isEverywhere ? 'sign-out-everywhere' : 'sign-out';
      if (account !== undefined) audit({ event, account, address: addressOf(c) });
      c.header('Clear-Site-Data', '"cache", "storage"');
      if (isWritten) return leave(c, '/sign-in', cookies);
      setCookies(c, cookies);
      const page = messagePage('Signed out here only', isEverywhere ? NOT_EVERYWHERE : NOT_KEPT);
      return showPage(c, page, 503, { 'Retry-After': '30' });
    },
  };
}

const PASSWORD_CHANGED = 'Your password is changed. Sign in with the new one.';

const NOT_KEPT =
  'This browser is signed out. The portal cannot write that down at the moment and keeps trying; ' +
  'tell an administrator if you see this again.';
const NOT_EVERYWHERE =
  'This browser is signed out. The others are not, because the portal cannot write at the moment: ' +
  'sign in again later and sign out everywhere then.';

const EVENTS = {
  done: 'sign-in',
  refused: 'sign-in-refused',
  expired: 'sign-in-refused',
  'wrong-passkey': 'sign-in-refused',
  used: 'sign-in-refused',
  throttled: 'sign-in-throttled',
  busy: 'sign-in-busy',
  unavailable: 'sign-in-unavailable',
} as const;

function isAccount(result: SignInResult): boolean {
  return (
    ['done', 'expired', 'used'].includes(result.outcome) ||
    (result.outcome === 'refused' && result.knownAccount)
  );
}

/** The password was right, which makes these worth a look. */
function reasonOf({ outcome }: SignInResult): { readonly reason?: string } {
  if (outcome === 'expired' || outcome === 'used')
    return { reason: `one-time-password-${outcome}` };
  return {};
}
