/** Signing in with a password, and signing out. */
import type { SignInResult } from '../identity/password-sign-in.ts';
import { leave, readForm, refuse } from './forms.ts';
import type { RequestContext, Services } from './handler-environment.ts';
import { signInPage } from './pages.ts';
import { safeReturnTo } from './return-to.ts';

export function signInHandlers({ auth, audit, addressOf }: Services) {
  const hasProvider = auth.oidc !== undefined;
  return {
    /** Whoever is signed in already is led on. */
    async show(c: RequestContext) {
      const returnTo = safeReturnTo(c.req.query('returnTo'));
      if (await auth.sessionOf(c.req.raw.headers)) return c.redirect(returnTo, 303);
      return c.html(signInPage({ returnTo, hasProvider }));
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
        address,
      });
      if (result.outcome === 'done') return leave(c, returnTo, result.cookies);
      return refuse(c, result, (problem) => signInPage({ returnTo, problem, email, hasProvider }));
    },

    async signOut(c: RequestContext) {
      const everywhere = (await readForm(c)).get('everywhere') === 'yes';
      const session = await auth.sessionOf(c.req.raw.headers);
      const cookies = await auth.signOut(c.req.raw.headers, { everywhere });
      const event = everywhere ? 'sign-out-everywhere' : 'sign-out';
      if (session) audit({ event, account: session.email, address: addressOf(c) });
      c.header('Clear-Site-Data', '"cache", "storage"');
      return leave(c, '/sign-in', cookies);
    },
  };
}

const EVENTS = {
  done: 'sign-in',
  refused: 'sign-in-refused',
  throttled: 'sign-in-throttled',
} as const;

function isAccount(result: SignInResult): boolean {
  return result.outcome === 'done' || (result.outcome === 'refused' && result.knownAccount);
}
