/** Signing in with an identity provider: leaving for it, and coming back. */
import type { OidcSignIn } from '../identity/oidc-sign-in.ts';
import { leave } from './forms.ts';
import type { RequestContext, Services } from './handler-environment.ts';
import { signInPage } from './pages.ts';
import { showPage } from './plain-page.ts';
import { landingOf, safeReturnTo } from './return-to.ts';

export function providerHandlers(
  oidc: OidcSignIn,
  { auth, audit, addressOf, firstPage }: Services,
) {
  const { isByMail } = auth.passwordReset;
  return {
    async begin(c: RequestContext) {
      const returnTo = safeReturnTo(c.req.query('returnTo'));
      // Another site's link would sign a person in without their doing.
      if (c.req.header('Sec-Fetch-Site') === 'cross-site') {
        return c.redirect(`/sign-in?${new URLSearchParams({ returnTo })}`, 303);
      }
      const { url, cookies } = await oidc.begin(returnTo);
      return leave(c, url, cookies);
    },

    async finish(c: RequestContext) {
      const result = await oidc.finish(c.req.query(), c.req.raw.headers);
      const address = addressOf(c);
      if (result.outcome === 'done') {
        audit({ event: 'sign-in', account: result.email, by: 'oidc', address });
        return leave(c, await landingOf(safeReturnTo(result.returnTo), firstPage), result.cookies);
      }
      audit({ event: 'sign-in-refused', by: 'oidc', reason: result.reason, address });
      const problem =
        'Signing in with your organisation did not work. Try again, or ask an administrator ' +
        'whether you may use this portal.';
      const state = { returnTo: '/', problem, hasProvider: true, isByMail };
      return showPage(c, signInPage(state), 403);
    },
  };
}
