/** Signing in with a password, and signing out. */
import type { SignInResult } from '../identity/password-sign-in.ts';
import { leave, readForm, refuse, setCookies } from './forms.ts';
import type { RequestContext, Services } from './handler-environment.ts';
import { messagePage, signInPage } from './pages.ts';
import { showPage } from './plain-page.ts';
import { landingOf, safeReturnTo } from './return-to.ts';

export function signInHandlers({ auth, audit, addressOf, firstPage }: Services) {
  const hasProvider = auth.oidc !== undefined;
  const { isByMail } = auth.passwordReset;
  return {
    /** Whoever is signed in already is led on. */
    async show(c: RequestContext) {
      const returnTo = safeReturnTo(c.req.query('returnTo'));
      if (await auth.sessionOf(c.req.raw.headers)) {
        return c.redirect(await landingOf(returnTo, firstPage), 303);
      }
      const notice = c.req.query('changed') === 'password' ? PASSWORD_CHANGED : undefined;
      return showPage(c, signInPage({ returnTo, hasProvider, isByMail, notice }));
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
        ...reasonOf(result),
        address,
      });
      if (result.outcome === 'done') {
        return leave(c, await landingOf(returnTo, firstPage), result.cookies);
      }
      const state = { returnTo, email, hasProvider, isByMail };
      return refuse(c, result, (problem) => signInPage({ ...state, problem }));
    },

    async signOut(c: RequestContext) {
      const everywhere = (await readForm(c)).get('everywhere') === 'yes';
      const { headers } = c.req.raw;
      const { cookies, account, isWritten } = await auth.signOut(headers, { everywhere });
      const event = everywhere ? 'sign-out-everywhere' : 'sign-out';
      if (account !== undefined) audit({ event, account, address: addressOf(c) });
      c.header('Clear-Site-Data', '"cache", "storage"');
      if (isWritten) return leave(c, '/sign-in', cookies);
      setCookies(c, cookies);
      const page = messagePage('Signed out here only', everywhere ? NOT_EVERYWHERE : NOT_KEPT);
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
